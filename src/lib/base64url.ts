const alphabet = /^[\w-]+$/

// By how many characters follow the groups of four: those after which no bit is left over.
const lastCharacter: readonly RegExp[] = [/.$/, /(?!)/, /[AQgw]$/, /[AEIMQUYcgkosw048]$/]

/**
 * Whether a text is base64url without padding (RFC 7515 section 2) and without stray trailing bits
 * (RFC 4648 section 3.5): each octet sequence has one spelling. An empty one has none.
 */
export function isBase64url(text: string): boolean {
  return alphabet.test(text) && lastCharacter[text.length % 4]?.test(text) === true
}

/** Decodes what `isBase64url`. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  return native ? native(text, { alphabet: 'base64url' }) : decode(text)
}

// workerd has it (ECMAScript 2026), and takes a tenth of the time; Node 24 has not.
const native = (Uint8Array as Decoder).fromBase64

interface Decoder {
  fromBase64?(text: string, options: { readonly alphabet: 'base64url' }): Uint8Array<ArrayBuffer>
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}
