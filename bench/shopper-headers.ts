/** What every shopper's browser sends: enough for a contestant that takes things away to do its work. */
export const shopperHeaders: Readonly<Record<string, string>> = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-GB,en;q=0.7,de;q=0.3',
  referer: 'https://search.example/',
  cookie: 'session=3f0c9a52e1; _ga=GA1.1.1234567890.1700000000; theme=dark',
}
