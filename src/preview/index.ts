export { preview, previewCookie, previewHeader, reveal } from './preview.ts'
export { decisionHeader, describeDecision, outcomeOf, revealTrace } from './reveal.ts'
