import { askingShop } from './asking-shop.ts'

/** Rests on a notice where the law lets it. */
export default await askingShop({ consent: { noticeMode: true } })
