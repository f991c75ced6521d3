// The style of notices and pages, in parts: a page carries only those of what it shows. ASCII.

// `!important` in a shadow tree is stronger than anything the page says of the host (CSS Cascade 5
// section 6.1), so that a shop's `*` or `body > *` does not reach it.
const host = `
:host{all:initial!important;position:fixed!important;inset:auto 0 0 0!important;z-index:2147483000!important}
:host([data-beside]){position:static!important;display:block!important}
@media print{:host{display:none!important}}
*,::before,::after{box-sizing:border-box}
.limen{
  --line:color-mix(in srgb,var(--text) 18%,var(--surface));
  --soft:color-mix(in srgb,var(--text) 74%,var(--surface));
  --tint:color-mix(in srgb,var(--text) 5%,var(--surface));
  color:var(--text);font:400 16px/1.5 var(--font);text-align:start;-webkit-text-size-adjust:100%;
}
.limen[hidden]{display:block}
a{color:inherit;text-underline-offset:.2em;text-decoration-thickness:1px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`

const basics = `
h1,h2,p,ul,form,details{margin:0;padding:0}
h2{font-size:1.0625rem;line-height:1.3;font-weight:650}
.soft{color:var(--soft)}
.small{font-size:.875rem;line-height:1.45}
button{
  font:inherit;font-weight:600;line-height:1.25;min-height:44px;padding:.6rem 1.1rem;cursor:pointer;
  color:var(--accent-text);background:var(--accent);border:1px solid var(--accent);
  border-radius:calc(var(--radius)*.7);
}
button:hover{background:color-mix(in srgb,var(--accent) 86%,var(--surface))}
button:focus-visible{border-radius:calc(var(--radius)*.7)}
button.quiet{color:var(--text);background:var(--surface);border-color:color-mix(in srgb,var(--text) 55%,var(--surface))}
button.quiet:hover{background:var(--tint)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.6rem}
.pair button{padding-inline:.6rem}
`

const bar = `
.bar{
  position:fixed;inset-inline:1rem auto;bottom:1rem;width:min(27rem,100vw - 2rem);max-height:calc(100vh - 2rem);
  overflow:auto;overscroll-behavior:contain;padding:1.25rem;background:var(--surface);border:1px solid var(--line);
  border-radius:var(--radius);box-shadow:0 1px 2px rgb(0 0 0/.06),0 12px 40px rgb(0 0 0/.18);font-size:.9375rem;
}
.bar>*+*{margin-top:.6rem}
.bar ul,.asked{padding-inline-start:1.15em}
.bar li+li{margin-top:.15rem}
.bar form{margin-top:1rem}
.bar .more{display:block;margin-top:.35rem;padding:.55rem;text-align:center;font-weight:500}
@media(max-width:30rem){
  .bar{inset-inline:0;bottom:0;width:auto;border-width:1px 0 0;border-radius:var(--radius) var(--radius) 0 0;padding:1.1rem 1rem}
}
`

const chip = `
.chip{position:fixed;inset-inline:1rem auto;bottom:1rem;max-width:calc(100vw - 2rem)}
.chip a{
  display:inline-flex;align-items:center;min-height:32px;padding:.25rem .8rem;background:var(--surface);color:var(--text);
  border:1px solid var(--line);border-radius:99px;box-shadow:0 2px 10px rgb(0 0 0/.12);
  font-size:.8125rem;line-height:1.3;text-decoration:none;
}
.chip a:hover{text-decoration:underline}
.chip a:focus-visible{border-radius:99px}
.chip b{font-weight:600}
.chip b::after{content:"\\b7";margin-inline:.45em;font-weight:400}
`

const beside = `
.beside{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem 1rem;padding:.8rem 1rem;background:var(--tint);
  border:1px solid var(--line);border-radius:var(--radius);font-size:.9375rem}
.beside p{flex:1 1 16rem}
.beside .pair button{min-width:4.5rem}
`

const sheet = `
h1{font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
[tabindex="-1"]:focus{outline:0}
.sheet{display:block;width:min(44rem,100%);margin-inline:auto;padding:clamp(1.25rem,4vw,2.5rem);background:var(--surface)}
.sheet>*+*,.sheet>form>*+*{margin-top:1rem}
body{margin:0}
body.limen{background:var(--tint)}
main>.sheet{min-height:100vh}
@media(min-width:48rem){main>.sheet{margin-block:clamp(1rem,5vh,3.5rem);min-height:0;border:1px solid var(--line);border-radius:calc(var(--radius)*1.4)}}
.note{padding:.8rem 1rem;background:var(--tint);border:1px solid var(--line);border-radius:var(--radius);font-size:.9375rem}
.purposes{display:grid;border:1px solid var(--line);border-radius:var(--radius);overflow:clip}
.purpose{display:grid;grid-template-columns:1fr auto;gap:.25rem 1.25rem;align-items:start;padding:1rem 1.1rem}
.purpose+.purpose{border-top:1px solid var(--line)}
.purpose h2{padding-block:.2rem;font-size:1rem;line-height:1.35;font-weight:600}
.purpose label{display:block;cursor:pointer}
.purpose>p,.purpose>details{grid-column:1/-1;padding-inline-end:3.5rem}
.purpose p{font-size:.9375rem;line-height:1.45}
summary{display:inline-block;padding:.25rem 0;cursor:pointer;font-size:.875rem;color:var(--soft);text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1px}
summary::-webkit-details-marker{display:none}
dl{margin:.35rem 0 .25rem;font-size:.875rem;line-height:1.45}
dt{font-weight:600}
dd{margin:0;color:var(--soft)}
dd+dt{margin-top:.5rem}
.switch{
  appearance:none;flex:none;position:relative;width:46px;height:28px;margin:0;cursor:pointer;border-radius:99px;
  border:2px solid color-mix(in srgb,var(--text) 60%,var(--surface));background:var(--surface);
}
.switch::before{
  content:"";position:absolute;inset-block-start:3px;inset-inline-start:3px;width:18px;height:18px;border-radius:50%;
  background:color-mix(in srgb,var(--text) 60%,var(--surface));
}
.switch:checked{background:var(--accent);border-color:var(--accent)}
.switch:checked::before{inset-inline-start:21px;background:var(--accent-text)}
.switch:focus-visible{border-radius:99px}
.never{padding-inline-start:1.15em;font-size:.9375rem;color:var(--soft)}
.actions{display:grid;gap:.6rem}
@media(min-width:36rem){.actions{grid-template-columns:1fr 2fr}}
.foot{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;font-size:.9375rem}
.foot a{padding-block:.25rem}
.top{display:flex;justify-content:space-between;align-items:start;gap:1rem}
.top form{flex:none}
.plain,.plain:hover{color:var(--soft);background:none;border:0;padding:.25rem .5rem;min-height:32px;font-weight:500;font-size:.875rem;text-decoration:underline;text-underline-offset:.2em}

dialog{
  width:min(44rem,100vw - 1.5rem);max-width:none;max-height:calc(100vh - 1.5rem);margin:auto;padding:0;overflow:auto;overscroll-behavior:contain;
  color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);box-shadow:0 12px 60px rgb(0 0 0/.3);
}
dialog::backdrop{background:rgb(0 0 0/.45)}
dialog .sheet{width:auto;padding:clamp(1.1rem,3vw,1.75rem)}
dialog h1{font-size:1.375rem}
@media(min-height:36rem){
  dialog{scroll-padding-bottom:9rem}
  dialog .actions{position:sticky;bottom:0;padding-block:.9rem;background:var(--surface);border-top:1px solid var(--line)}
}
@media(max-width:30rem){.purpose>p,.purpose>details{padding-inline-end:0}}
@media(forced-colors:active){.switch{appearance:auto;width:24px;height:24px}.switch::before{content:none}}
`

/** The rules of everything that can be shown, by what shows it. A banner turns into a chip. */
export const rules = {
  bar: host + basics + bar + chip,
  chip: host + chip,
  beside: host + basics + beside,
  sheet: host + basics + bar + chip + beside + sheet,
} as const

/** What can be shown. */
export type Shown = keyof typeof rules
