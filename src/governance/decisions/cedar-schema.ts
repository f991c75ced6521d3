import { purposes } from '../../policy/index.ts'

/** The types of what the Cedar policies read, as a Cedar schema. */
export function toCedarSchema(): string {
  return `// Made by \`limen policy\`.
entity Visit;
entity Purpose;
entity Feature in [Purpose];
entity Slot in [Purpose];

type Choice = {
  "state": String,
  "basis": String,
  "expiresAt"?: Long,
};

type Token = {
  "confirmed": Bool,
  "mechanism": String,
  "age": String,
  "parental": Bool,
  "gpc": Bool,
  "overrides": Set<String>,
  "policy": String,
  "expiresAt": Long,
  "choices": {
${purposes.map((purpose) => `    "${purpose}"?: Choice,`).join('\n')}
  },
};

action "use" appliesTo {
  principal: [Visit],
  resource: [Purpose, Feature, Slot],
  context: {
    "token"?: Token,
    "failure"?: String,
    "denied": Set<String>,
    "gpc": Bool,
    "lowered": Set<String>,
    "revocation": String,
    "now"?: Long,
    "on": Set<String>,
    "pricingDisclosed": Bool,
    "sellsFood": Bool,
    "noticeMode": Bool,
    "policies"?: Set<String>,
    "places": Set<String>,
    "laws": Set<String>,
  },
};
`
}
