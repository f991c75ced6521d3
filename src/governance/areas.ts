// Within the European Economic Area data moves freely (GDPR Art. 1(3)); every other country is an area
// of its own, so that a transfer between any two of them names what carries it.
const eea: ReadonlySet<string> = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  ),
)

/** Whether data that goes from one country to another leaves its area. */
export function isTransfer(from: string, to: string): boolean {
  return from !== to && !(eea.has(from) && eea.has(to))
}
