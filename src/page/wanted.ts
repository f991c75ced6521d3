/** The elements and attributes that selectors ask for, by number: of others the scanner tells nothing. */
export class Wanted {
  /** In lower case; the number of the first is 1, 0 is any. */
  readonly names: string[] = []
  /** In lower case; the number of the first is 0, for a bit each. */
  readonly attributes: string[] = []

  /** @throws RangeError when there are too many, or it is too long. */
  name(name: string): number {
    return 1 + indexIn(this.names, name, { most: 127, kind: 'elements' })
  }

  /** @throws RangeError when there are too many, or it is too long. */
  attribute(name: string): number {
    return indexIn(this.attributes, name, { most: 31, kind: 'attributes' })
  }
}

/** The scanner has room for the longest of all. Bytes. */
const longest = 64

function indexIn(
  list: string[],
  name: string,
  { most, kind }: { readonly most: number; readonly kind: string },
): number {
  const known = list.indexOf(name)
  if (known !== -1) return known
  if (list.length === most) throw new RangeError(`selectors name too many ${kind}`)
  if (new TextEncoder().encode(name).length > longest) {
    throw new RangeError(`selectors name ${kind} of over ${longest} bytes`)
  }
  return list.push(name) - 1
}
