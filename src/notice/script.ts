/**
 * Improves notices that work without it: answers are sent and choices opened with no new page, and what
 * has the focus is not left under a notice. It keeps and reads nothing. Its own file, as ASCII.
 */
export const noticeScript = `(() => {
for (const host of document.querySelectorAll('limen-consent')) {
  const unopened = host.querySelector('template[shadowrootmode]')
  if (unopened && !host.shadowRoot) host.attachShadow({ mode: 'open' }).append(unopened.content)
  if (host.shadowRoot) improve(host, host.shadowRoot)
}
function improve(host, root) {
  const bar = root.querySelector('[data-bar]')
  const dialog = root.querySelector('dialog')
  const status = root.querySelector('[role=status]')
  let isPlain = false
  root.addEventListener('submit', (event) => {
    const { target: form, submitter } = event
    if (isPlain || form.method === 'dialog') return
    event.preventDefault()
    const body = new URLSearchParams(new FormData(form, submitter))
    ask(form.action, { method: 'POST', body }).catch(() => {
      isPlain = true
      form.requestSubmit(submitter)
    })
  })
  root.addEventListener('click', (event) => {
    const link = event.target.closest('a')
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    if ('close' in link.dataset) {
      event.preventDefault()
      dialog.close()
    } else if ('open' in link.dataset) {
      event.preventDefault()
      ask(link.href).catch(() => location.assign(link.href))
    }
  })
  document.addEventListener('focusin', ({ target }) => {
    const notice = bar.firstElementChild
    // Not when a pointer has put it there: a page that moves under the pointer is clicked elsewhere.
    if (target === host || !notice || dialog.open || !target.matches(':focus-visible')) return
    const above = notice.getBoundingClientRect()
    const own = target.getBoundingClientRect()
    const isUnder = own.bottom > above.top && own.top < above.bottom && own.left < above.right && own.right > above.left
    if (isUnder && !('beside' in host.dataset)) scrollBy(0, own.bottom - above.top + 16)
  })
  async function ask(address, init) {
    const answer = await fetch(address, { ...init, headers: { accept: 'application/json' } })
    if (!answer.ok) throw answer
    const { sheet, notice, said = '', decided } = await answer.json()
    if (sheet !== undefined) await open(sheet)
    else {
      bar.innerHTML = 'beside' in host.dataset ? '' : notice
      dialog.close()
      status.textContent = said
      bar.querySelector('a')?.focus()
    }
    if (decided) document.dispatchEvent(new CustomEvent('limen:consent', { detail: decided }))
  }
  async function open(sheet) {
    if (!root.querySelector('link')) {
      const link = document.createElement('link')
      await new Promise((loaded) => {
        Object.assign(link, { rel: 'stylesheet', href: host.dataset.style, onload: loaded, onerror: loaded })
        root.prepend(link)
      })
    }
    dialog.innerHTML = sheet
    for (const form of dialog.querySelectorAll('[data-dialog]')) form.hidden = false
    if (!dialog.open) dialog.showModal()
    dialog.scrollTop = 0
    dialog.querySelector('h1')?.focus()
  }
}
})()
`
