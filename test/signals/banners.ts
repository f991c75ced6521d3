/** Cookies as banners write them, with a shopper's other cookies around. */
export function among(cookie: string): string {
  return `_ga=GA1.1.1004982678.1729876543; ${cookie}; cart=Z2NwLXVzLWVhc3Qx%3Fkey%3Dab; theme=a=b`
}

export function encoded(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value))
}
