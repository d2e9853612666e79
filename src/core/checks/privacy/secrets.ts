/** A text that a pattern of this folder found, with what it is and what to put in its place. */
export interface PrivateText {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly mask: string;
}

interface SecretRule {
  readonly kind: string;
  readonly mask: string;
  readonly pattern: RegExp;
  /** Bits of entropy a character must have at least; words and examples have less. */
  readonly entropy: number;
}

/**
 * Keys and tokens that are known by their own form. Prefixes, lengths, alphabets and entropies are those of gitleaks
 * (https://github.com/gitleaks/gitleaks, config/gitleaks.toml at b58d3f1, MIT); rules that go by a word beside the key are left out,
 * because texts about keys have such words.
 */
const RULES: readonly SecretRule[] = [
  rule('an AWS access key', 'AWS_ACCESS_KEY', /\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g, 3),
  rule('a GitHub token', 'GITHUB_TOKEN', /\bgh[pousr]_[0-9a-zA-Z]{36}\b/g, 3),
  rule('a GitHub token', 'GITHUB_TOKEN', /\bgithub_pat_\w{82}\b/g, 3),
  rule('a GitLab token', 'GITLAB_TOKEN', /\bglpat-[\w-]{20}/g, 3),
  rule(
    'an OpenAI key',
    'OPENAI_API_KEY',
    /\bsk-(?:(?:proj|svcacct|admin)-[\w-]{58,74}|[a-zA-Z0-9]{20})T3BlbkFJ[\w-]{20,74}/g,
    3,
  ),
  rule('an Anthropic key', 'ANTHROPIC_API_KEY', /\bsk-ant-(?:api03|admin01)-[\w-]{93}AA\b/g, 3),
  rule('a Slack token', 'SLACK_TOKEN', /\bxox[bposare]-(?:\d-)?[0-9]{8,13}-[0-9a-zA-Z-]{18,80}/g, 2),
  rule('a Slack token', 'SLACK_TOKEN', /\bxapp-\d-[A-Z0-9]{1,30}-\d{1,30}-[a-zA-Z0-9]{10,100}/g, 2),
  rule(
    'a Slack webhook',
    'SLACK_WEBHOOK',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{43,56}/g,
    3,
  ),
  rule('a Stripe key', 'STRIPE_KEY', /\b[sr]k_(?:test|live|prod)_[a-zA-Z0-9]{10,99}\b/g, 2),
  rule('a Google API key', 'GOOGLE_API_KEY', /\bAIza[\w-]{35}(?![\w-])/g, 4),
  rule('a Hugging Face token', 'HF_TOKEN', /\bhf_[a-zA-Z]{34}\b/g, 2),
  rule('an npm token', 'NPM_TOKEN', /\bnpm_[a-zA-Z0-9]{36}\b/g, 2),
  rule('a PyPI token', 'PYPI_TOKEN', /\bpypi-AgEIcHlwaS5vcmc[\w-]{50,1000}/g, 3),
  rule('a SendGrid token', 'SENDGRID_TOKEN', /\bSG\.[\w=.-]{66}(?![\w=.-])/g, 2),
  rule('a Twilio key', 'TWILIO_KEY', /\bSK[0-9a-fA-F]{32}\b/g, 3),
  rule('a Databricks token', 'DATABRICKS_TOKEN', /\bdapi[a-f0-9]{32}(?:-\d)?\b/g, 3),
  rule('a DigitalOcean token', 'DIGITALOCEAN_TOKEN', /\bdo[opr]_v1_[a-f0-9]{64}\b/g, 3),
  rule('a Shopify token', 'SHOPIFY_TOKEN', /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g, 2),
  rule('a Grafana token', 'GRAFANA_TOKEN', /\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}\b/g, 3),
  rule('a Notion token', 'NOTION_TOKEN', /\bntn_[0-9]{11}[A-Za-z0-9]{35}\b/g, 4),
  rule('a Postman token', 'POSTMAN_TOKEN', /\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b/gi, 3),
  rule('a Linear key', 'LINEAR_KEY', /\blin_api_[a-z0-9]{40}\b/gi, 2),
  rule('a Perplexity key', 'PERPLEXITY_API_KEY', /\bpplx-[a-zA-Z0-9]{48}\b/g, 4),
  rule('a Pulumi token', 'PULUMI_TOKEN', /\bpul-[a-f0-9]{40}\b/g, 2),
  rule('a RubyGems token', 'RUBYGEMS_TOKEN', /\brubygems_[a-f0-9]{48}\b/g, 2),
  rule('a Vault token', 'VAULT_TOKEN', /\bhvs\.[\w-]{90,120}/g, 3.5),
  rule('an age key', 'AGE_SECRET_KEY', /\bAGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/g, 3),
  rule('a JSON Web Token', 'JWT', /\bey[a-zA-Z0-9]{17,4000}\.ey[\w/-]{17,4000}\.[\w/-]{10,4000}={0,2}/g, 3),
  rule(
    'a private key',
    'PRIVATE_KEY',
    /-----BEGIN[ A-Z0-9_-]{0,40}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.-]{20,16000}/g,
    3,
  ),
];

/** The beginnings of all rules: the one cheap test that nearly every text fails, and none in which `findSecrets` finds something. */
export const MAY_HOLD_SECRET =
  /A3T|AKIA|ASIA|ABIA|ACCA|gh[pousr]_|github_pat|glpat-|sk-|xox|xapp|hooks\.slack|[sr]k_|AIza|hf_|npm_|pypi-|SG\.|SK[0-9a-fA-F]{8}|dapi|do[opr]_v1|shp|glsa|ntn_|PMAK|lin_api|pplx|pul-|rubygems_|hvs\.|AGE-SEC|\bey[a-zA-Z0-9]{8}|PRIVATE KEY/i;

/** Keys and tokens in a text, in order. */
export function findSecrets(text: string): PrivateText[] {
  const found = RULES.flatMap(({ kind, mask, pattern, entropy }) =>
    [...text.matchAll(pattern)]
      .filter(([key]) => entropyOf(key) >= entropy && !isExample(key))
      .map((match) => ({ start: match.index, end: match.index + match[0].length, kind, mask: `<${mask}>` })),
  );
  return found.sort((a, b) => a.start - b.start);
}

function rule(kind: string, mask: string, pattern: RegExp, entropy: number): SecretRule {
  return { kind, mask, pattern, entropy };
}

/** Keys that are made up: rows of one letter, counting, the alphabet. */
function isExample(key: string): boolean {
  return /xxxx|\.\.\.|1234567890|abcdefgh/i.test(key);
}

/** Shannon entropy in bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
