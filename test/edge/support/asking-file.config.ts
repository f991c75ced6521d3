import { askingShop } from './asking-shop.ts'

/** Has its notices' style in a file. */
export default await askingShop({ service: { styles: 'file' } })
