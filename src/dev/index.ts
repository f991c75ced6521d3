export { decisionHeader, revealTrace } from './reveal.ts'
