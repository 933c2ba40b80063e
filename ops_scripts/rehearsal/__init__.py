"""The whole desk on one machine, on loopback: for the demo, the smoke and the browser tests."""
