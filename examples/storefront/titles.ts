/** Abbreviations and slips of the source, by the word as it stands there, and what a shop would print. */
const words: ReadonlyMap<string, string> = new Map([
  ['ass', 'Assorted'],
  ['asst', 'Assorted'],
  ['asstd', 'Assorted'],
  ['assrt', 'Assorted'],
  ['assortment', 'Assortment'],
  ['ant', 'Antique'],
  ["b'draw", 'Bottom Drawer'],
  ["b'fly", 'Butterfly'],
  ['childrens', "Children's"],
  ['childs', "Child's"],
  ['gardeners', "Gardener's"],
  ['ladies', "Ladies'"],
  ['boys', "Boys'"],
  ['girls', "Girls'"],
  ['cinammon', 'Cinnamon'],
  ['col', 'Colour'],
  ['cols', 'Colours'],
  ['dec', 'Decoration'],
  ['des', 'Design'],
  ['draw', 'Drawer'],
  ['earing', 'Earring'],
  ['earings', 'Earrings'],
  ['expresso', 'Espresso'],
  ['flor', 'Floral'],
  ['fuschia', 'Fuchsia'],
  ['glas', 'Glass'],
  ['hldr', 'Holder'],
  ['jewelery', 'Jewellery'],
  ['knif', 'Knife'],
  ['laquered', 'Lacquered'],
  ['marakesh', 'Marrakesh'],
  ['necklac', 'Necklace'],
  ['neckl', 'Necklace'],
  ['neckl.', 'Necklace'],
  ['butterfiles', 'Butterflies'],
  ['budah', 'Buddha'],
  ['pannetone', 'Panettone'],
  ["p'weight", 'Paperweight'],
  ['pcs', 'Pieces'],
  ['pot-pourri', 'Potpourri'],
  ['stationary', 'Stationery'],
  ['strawbery', 'Strawberry'],
  ['t-light', 'Tea Light'],
  ['t-lights', 'Tea Lights'],
  ['tlight', 'Tea Light'],
  ['tlights', 'Tea Lights'],
  ['tealight', 'Tea Light'],
  ['tealights', 'Tea Lights'],
  ['tassle', 'Tassel'],
  ['turq', 'Turquoise'],
  ['utilty', 'Utility'],
  ['vippassport', 'VIP Passport'],
  ['artiifcial', 'Artificial'],
  ['butterfl', 'Butterfly'],
  ['c/cover', 'Cushion Cover'],
  ['camoflage', 'Camouflage'],
  ['cand', 'Candle'],
  ['candl', 'Candle'],
  ['candlehldr', 'Candle Holder'],
  ['ceature', 'Creature'],
  ['blk', 'Black'],
  ['whit', 'White'],
  ['nat', 'Natural'],
  ['mop', 'Mother-of-Pearl'],
  ['d.o.f.', 'Double Old-Fashioned'],
  ['floc', 'Flock'],
  ['foldin', 'Folding'],
  ['garld', 'Garland'],
  ['l.blue', 'Light Blue'],
  ['lt.blue', 'Light Blue'],
  ['m.o.p', 'Mother-of-Pearl'],
  ['metalic', 'Metallic'],
  ["midn't", 'Midnight'],
  ['minature', 'Miniature'],
  ['multicol', 'Multicolour'],
  ['p/frame', 'Photo Frame'],
  ['photoframe', 'Photo Frame'],
  ['rect', 'Rectangle'],
  ['rnd', 'Round'],
  ['sandlewood', 'Sandalwood'],
  ["sil't", 'Silhouette'],
  ['silouette', 'Silhouette'],
  ['squ', 'Square'],
  ['suck', 'Sucker'],
  ['tradtional', 'Traditional'],
  ['vint', 'Vintage'],
  ['wc', 'WC'],
  ['wht', 'White'],
  ['blu', 'Blue'],
  ['dia', 'Diamante'],
  ['flwr', 'Flower'],
  ['flowr', 'Flower'],
  ['sml', 'Small'],
  ['xmas', 'Christmas'],
  ['abc', 'ABC'],
  ['bbq', 'BBQ'],
  ['cd', 'CD'],
  ['diy', 'DIY'],
  ['dvd', 'DVD'],
  ['ipod', 'iPod'],
  ['led', 'LED'],
  ['tv', 'TV'],
  ['uk', 'UK'],
  ['us', 'US'],
  ['usb', 'USB'],
  ['vip', 'VIP'],
])

const small = new Set(
  'a an and at by de des du for from in la le of on or the to with without'.split(' '),
)

/** Whole phrases, before words: order matters. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/ ?"([^"]+)" ?/g, ' “$1” '],
  [/(\d) ?"/g, '$1 inch '],
  [/"/g, ''],
  [/\*/g, ''],
  // A supplier's number.
  [/(?<=CARD.*) \d{5}$/i, ''],
  [/(\d) ?CM ?X ?(?=\d)/gi, '$1 × '],
  [/^S(?:ET)? ?\/ ?(\d+)/i, 'SET OF $1'],
  [/\bSET(?: OF)?(\d+)/gi, 'SET OF $1'],
  [/^SET (\d+) (?!PIECE)/i, 'SET OF $1 '],
  [/\bS\/(\d+)/gi, 'SET OF $1'],
  [/\bSET\/(\d+)/gi, 'SET OF $1'],
  [/\bPACK\/(\d+)/gi, 'PACK OF $1'],
  [/\bW\//gi, 'WITH '],
  [/(?<!LETTER|\bM) W (?=[\w])/gi, ' WITH '],
  [/(\d) ?CM\b/gi, '$1 cm'],
  [/(\d) ?(G|M|ML)\b/gi, '$1 $2'],
  [/(\d) ?PCS?\b/gi, '$1 piece'],
  [/(\d{1,3}) ?X ?(?=\d)/gi, '$1 × '],
  [/\s*\+\s*/g, ' & '],
  [/\s*,\s*/g, ', '],
  [/\s*\(/g, ' ('],
  [/T[- ]LIGHT/gi, 'T-LIGHT'],
  [/(NECKL)\.?(?=\d)/gi, '$1 '],
  [/F\.FAIRY/gi, 'FLOWER FAIRY'],
  [/\s+/g, ' '],
]

const unit = /^(cm|g|m|ml|inch)$/i

function titleWord(word: string, index: number, all: readonly string[]): string {
  const lower = word.toLowerCase()
  const known = words.get(lower)
  if (known !== undefined) return known
  if (/\w\/\w/.test(word))
    return word
      .split('/')
      .map((part) => titleWord(part, 0, []))
      .join('/')
  if (unit.test(word) && /\d$/.test(all[index - 1] ?? '')) return lower
  if (index > 0 && index < all.length - 1 && small.has(lower)) return lower
  if (/^\d+[a-z]{1,2}$/.test(lower)) return /^\dd$/.test(lower) ? word.toUpperCase() : lower
  // Every letter that begins a part of the word, but not the s of an apostrophe.
  return lower.replace(/(^|[-/(“&])(\p{L})/gu, (_, mark, letter) => mark + letter.toUpperCase())
}

/** `SET/6 RED SPOTTY  PAPER CUPS.` as a shop would print it: `Set of 6 Red Spotty Paper Cups`. */
export function cleanTitle(source: string): string {
  let text = source.normalize('NFC')
  for (const [pattern, replacement] of phrases) text = text.replace(pattern, replacement)
  return text
    .trim()
    .replace(/[.,;:\s]+$/, '')
    .split(' ')
    .map(titleWord)
    .join(' ')
}
