"""Scans from the scanner's folder, batch forms, evidence of an exemption."""
