import type { PolicyFinding } from './check-policy.ts'
import { policyRules } from './check-policy.ts'
import type { Location } from './locate.ts'

/** A finding and where in the configuration it is. */
export interface LocatedFinding extends PolicyFinding {
  readonly location: Location
}

/**
 * Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the line.
 *
 * @param version of Limen.
 */
export function toSarif(findings: readonly LocatedFinding[], version: string): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'limen',
            version,
            rules: policyRules.map(({ id, promise }) => ({
              id,
              shortDescription: { text: promise },
              defaultConfiguration: { level: 'error' },
            })),
          },
        },
        results: findings.map(toResult),
      },
    ],
  }
}

function toResult({ rule, declaration, problem, remedy, location }: LocatedFinding): object {
  return {
    ruleId: rule,
    ruleIndex: policyRules.findIndex(({ id }) => id === rule),
    level: 'error',
    message: { text: `${declaration}: ${problem}. To mend it: ${remedy}.` },
    locations: [
      {
        physicalLocation: {
          // A path in the repository, as a URI reference (section 3.4.3).
          artifactLocation: { uri: location.path.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: location.line },
        },
        logicalLocations: [{ fullyQualifiedName: declaration }],
      },
    ],
  }
}
