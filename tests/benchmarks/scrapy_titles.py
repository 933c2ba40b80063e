"""The peer of collecting: Scrapy fetches lists and articles and parses their titles, no more.

Run by the peers' own Python: `scrapy_titles.py http://127.0.0.1:1234 80` prints pages,
seconds and CPU seconds.
"""

import sys
import time
from typing import ClassVar

import scrapy
from scrapy.crawler import CrawlerProcess


class Titles(scrapy.Spider):
    """Follows every link of every list."""

    name = "titles"
    custom_settings: ClassVar[dict[str, object]] = {
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "AUTOTHROTTLE_ENABLED": False,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }

    def __init__(self, site: str, columns: int) -> None:
        super().__init__()
        self.start_urls = [f"{site}/c{column}/" for column in range(columns)]
        self.titles = 0

    def parse(self, response):
        for link in response.css("ul.list > li > a::attr(href)").getall():
            yield response.follow(link, self.parse_article)

    def parse_article(self, response):
        self.titles += bool(response.css("title::text").get())


def main() -> None:
    """Crawl, and print articles, seconds and CPU seconds."""
    process = CrawlerProcess()
    crawler = process.create_crawler(Titles)
    process.crawl(crawler, site=sys.argv[1], columns=int(sys.argv[2]))
    began = time.process_time()
    process.start()
    stats = crawler.stats
    seconds = stats.get_value("elapsed_time_seconds")
    print(crawler.spider.titles, seconds, time.process_time() - began)


if __name__ == "__main__":
    main()
