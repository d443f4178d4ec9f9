// One crawl with Crawlee: title and links of each page, 16 requests at once. Prints pages and the sum of their numbers.
import { CheerioCrawler, Configuration, log, LogLevel } from '@crawlee/cheerio';

log.setLevel(LogLevel.ERROR);
let pages = 0;
let total = 0;
const crawler = new CheerioCrawler(
    {
        minConcurrency: 16,
        maxConcurrency: 16,
        async requestHandler({ $, enqueueLinks }) {
            pages++;
            total += Number($('title').text().split(' ')[1]);
            await enqueueLinks();
        },
    },
    new Configuration({ persistStorage: false, availableMemoryRatio: 0.9 }),
);
await crawler.run([process.argv[2]]);
console.log(pages, total);
