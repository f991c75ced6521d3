/**
 * Whether a request carries Global Privacy Control. Read field by field, because several fields
 * arrive as one joined value: `0, 1` holds a signal (w3c/gpc, The Sec-GPC Header Field).
 */
export function readGpc(headers: Headers): boolean {
  const fields = headers.get('sec-gpc')?.split(',') ?? []
  return fields.some((field) => field.trim() === '1')
}
