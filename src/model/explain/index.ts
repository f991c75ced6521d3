export { createExplainer, type ExplainScore, type Explanation, type ScorePart } from './explain.ts'
export { type ExplainShown, explainShown, type Shown } from './explain-shown.ts'
export { openGraph } from './open-graph.ts'
export { explainInWords, type Ground, type PlainWords } from './words.ts'
