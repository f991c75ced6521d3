import { type Motif, motifs } from './motifs.ts'
import { colourWords, leafMotifs, motifWords, patternWords, uniformLeaves } from './words.ts'

export interface Subject {
  readonly id: string
  readonly title: string
  readonly leaf: string
}

const grounds = ['#f6e9de', '#e8eee4', '#f4e5e6', '#e4ecf1', '#f3ecd8', '#ebe6f0']
const paints = colourWords.map(([, paint]) => paint)
const ink = '#2b2a33'
const white = '#fffdf8'

/** Draws a product: the same picture each time, from its id, its title and its category. */
export function drawPicture({ id, title, leaf }: Subject): string {
  const seed = hash(id)
  const text = ` ${title.toLowerCase().replace(/[^a-z0-9&]+/g, ' ')} `
  const motif = chooseMotif(text, leaf)
  const main = find(colourWords, text) ?? pick(paints, seed)
  const others = paints.filter((paint) => paint !== main && paint !== '#46434d')
  const accent = pick(others, seed >>> 4)
  const ground = pick(grounds, seed >>> 8)
  const isPale = luminance(main) > 0.72
  const tint = isPale ? mix(main, accent, 0.45) : mix(main, white, 0.5)
  const dark = mix(main, isPale ? '#8d7a5e' : ink, isPale ? 0.5 : 0.34)
  const pattern = (find(patternWords, text) ?? '').replaceAll('T', tint)
  const turn = pattern.includes('h10v30') || pattern.includes('h15') ? 0 : 18

  return `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300" viewBox="0 0 300 300">
<style>.a{fill:url(#p)}.b{fill:${dark}}.c{fill:${mix(main, white, isPale ? 0.7 : 0.6)}}.d{fill:${accent}}.w{fill:${white}}.l,.k{fill:none;stroke:${dark};stroke-width:7;stroke-linecap:round;stroke-linejoin:round}.k{stroke:${accent}}</style>
<defs><pattern id="p" width="30" height="30" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})"><path fill="${main}" d="M0 0h30v30H0z"/>${pattern}</pattern>${copies(motif, text)}
</svg>`.replace('<!--ground-->', backdrop(ground, seed >>> 12))
}

function chooseMotif(text: string, leaf: string): Motif {
  const usual = leafMotifs.get(leaf) ?? 'gift'
  return uniformLeaves.has(leaf) ? usual : (find(motifWords, text) ?? usual)
}

/** A set is shown as several; small things are shown smaller. All stand on one line. */
function copies(motif: Motif, text: string): string {
  const drawing = motifs[motif]
  const many = / (?:set|pack|box|bundle) of (?!1 )(\d+) | s (\d+) | pair /.exec(text)
  const count = many ? Math.min(Number(many[1] ?? 2), 3) : 1
  if (count > 1) {
    const places = count === 2 ? ['14 58', '106 90'] : ['-6 42', '126 42', '60 100']
    const uses = places.map((at) => `<use href="#m" transform="translate(${at}) scale(.6)"/>`)
    return `<g id="m">${drawing}</g></defs><!--ground-->${uses.join('')}`
  }
  const scale = / (?:small|mini|miniature|childs|child|tiny) /.test(text) ? 0.74 : 0.92
  const shift = `${round(150 * (1 - scale))} ${round(238 * (1 - scale))}`
  return `</defs><!--ground--><g transform="translate(${shift}) scale(${scale})">${drawing}</g>`
}

function backdrop(ground: string, seed: number): string {
  const light = mix(ground, white, 0.62)
  const shapes = [
    `<circle cx="150" cy="148" r="112" fill="${light}"/>`,
    `<path d="M44 300V144a106 106 0 0 1 212 0v156z" fill="${light}"/>`,
    `<path d="M0 196q76-40 150-14t150-22v140H0z" fill="${light}"/>`,
    `<path d="M0 222h300v78H0z" fill="${light}"/>`,
  ]
  return `<path fill="${ground}" d="M0 0h300v300H0z"/>${pick(shapes, seed)}<ellipse cx="150" cy="242" rx="92" ry="9" fill="${mix(ground, ink, 0.12)}"/>`
}

function find<Found>(rows: readonly (readonly [string, Found])[], text: string): Found | undefined {
  const isIn = (word: string) => text.includes(` ${word} `) || text.includes(` ${word}s `)
  return rows.find(([words]) => words.split('|').some(isIn))?.[1]
}

function pick<Item>(items: readonly Item[], seed: number): Item {
  return items[seed % items.length] as Item
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  // The last bits of short texts hardly differ: stir once more.
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0
}

const channels = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((value, i) =>
    Math.round(value + ((target[i] ?? 0) - value) * share),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour)
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
}

const round = (value: number) => Math.round(value * 10) / 10
