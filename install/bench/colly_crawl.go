// One crawl with colly: title and links of each page, 16 requests at once. Prints pages and the sum of their numbers.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/gocolly/colly/v2"
)

func main() {
	var pages, total int64
	c := colly.NewCollector(colly.Async(true))
	c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 16})
	c.OnHTML("title", func(e *colly.HTMLElement) {
		n, _ := strconv.ParseInt(strings.Fields(e.Text)[1], 10, 64)
		atomic.AddInt64(&pages, 1)
		atomic.AddInt64(&total, n)
	})
	c.OnHTML("a[href]", func(e *colly.HTMLElement) { e.Request.Visit(e.Attr("href")) })
	c.Visit(os.Args[1])
	c.Wait()
	fmt.Println(pages, total)
}
