"""One crawl with Scrapy: title and links of each page, 16 requests at once. Prints pages and the sum of their numbers."""

import sys

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

pages = 0
total = 0


class Pages(scrapy.Spider):
    name = "pages"
    links = LinkExtractor()

    async def start(self):  # filtered like all others: the seed is linked to
        yield scrapy.Request(sys.argv[1], callback=self.parse)

    def parse(self, response):
        global pages, total
        pages += 1
        total += int(response.css("title::text").get().split()[1])
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url, callback=self.parse)


process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(Pages)
process.start()
print(pages, total)
