// Texts in which the patterns of text and privacy checks find something, most of them at the edge of what they find. Keys are put
// together here, so that no scanner takes them for real ones.
const LETTERS = 'qWe7rTy2uIo3pAs4dFg5hJk6lZx8cVb9nM';
const HEX = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';

/** Letters and digits that look random. */
function run(length: number): string {
  return LETTERS.repeat(Math.ceil(length / LETTERS.length)).slice(0, length);
}

function hex(length: number): string {
  return HEX.repeat(Math.ceil(length / HEX.length)).slice(0, length);
}

const letters = run(80).replace(/\d/g, 'x');
const capitals = 'QWERTY2UIOP3ASDF';

const KEYS = [
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3TX'].map((prefix) => prefix + capitals),
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((prefix) => `${prefix}_${run(36)}`),
  `github_pat_${run(82)}`,
  `glpat-${run(20)}`,
  `sk-${run(20)}T3BlbkFJ${run(20)}`,
  `sk-proj-${run(58)}T3BlbkFJ${run(30)}`,
  `sk-ant-api03-${run(93)}AA`,
  `xoxb-12345678-${run(18)}`,
  `xapp-1-A-1-${run(10)}`,
  `https://hooks.slack.com/services/${run(9)}/${run(9)}/${run(26)}`,
  `sk_test_${run(10)}`,
  `rk_live_${run(24)}`,
  `AIza${run(35)}`,
  `hf_${letters.slice(0, 34)}`,
  `npm_${run(36)}`,
  `pypi-AgEIcHlwaS5vcmc${run(50)}`,
  `SG.${run(22)}.${run(43)}`,
  `SK${hex(32)}`,
  `dapi${hex(32)}`,
  `dop_v1_${hex(64)}`,
  `shpat_${hex(32)}`,
  `glsa_${run(32)}_${hex(8)}`,
  `ntn_31415926535${run(35)}`,
  `PMAK-${hex(24)}-${hex(34)}`,
  `pmak-${hex(24)}-${hex(34)}`,
  `lin_api_${run(40)}`,
  `LIN_API_${run(40)}`,
  `pplx-${run(48)}`,
  `pul-${hex(40)}`,
  `rubygems_${hex(48)}`,
  `hvs.${run(90)}`,
  `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)}`,
  `ey${run(17)}.ey${run(20)}.${run(12)}`,
  `my-key-ghp_${run(36)}`,
  `-----BEGIN RSA PRIVATE KEY-----\n${run(64)}\n${run(64)}\n`,
];

const PEOPLE = [
  'jane.roe@mail.uni-bonn.de',
  'a@b.co',
  'x_y%z@xn--d1acpjx3f.ru',
  '+49 30 12 34 56 78',
  '+493012345678',
  '+1 (415) 555-2671',
  '(415) 555-2671',
  '1-415-555-2671',
  '415.555.2671',
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  '5500005555555559',
  '3782 822463 10005',
  'GB82 WEST 1234 5698 7654 32',
  'DE89370400440532013000',
  'NO9386011117947',
  '8.8.8.77',
  '93.184.216.34',
  '2606:2800:220:1:248:1893:25c8:1946',
  '3ffe:1900:4545:3:200:f8ff:fe21:67cf',
];

const TEXTS = [
  ...['\0', '\b', '\f', '\u007f', '\u0085', '\u00ad', '\u180e', '\u200b', '\u200e', '\u202e', '\u2063'],
  ...['\u2069', '\u206f', '\ufeff', '\ufff9', '\ufffd', '\ud83d', 'a\udc12b', 'Ã©', 'â€™', 'Â£', 'ð\u009f\u0098\u0080'],
  ...['&amp;', '&#39;', '&#xA0;', '&hellip;', '&NBSP;', 'R&ldquo;'],
  ...['<p>', '</p>', '<br/>', '<BR />', '<div id="x">', '<h3>', '<blockquote>', '<strong>', '<font\u00a0color=red>'],
  ...['<img src="x.png">', '<span>', '</center>', '<hr>', '<td\n>'],
  ...['```', '```python\ncode', '~~~\nx', '- ```js', '1. ~~~'],
  ...['{{name}}', '{{ user_name }}', '[insert name here]', '[Your Name]', '[COMPANY ADDRESS]', '[customer email]'],
  ...["[Recipient's Name]", '[client name]', '[Sender title]', '[product number]', '<your text>', 'Lorem ipsum dolor'],
  ...[
    'As an AI language model',
    'as a large language model, I',
    'As an artificial intelligence, I cannot',
    'Sorry, I cannot',
  ],
  ...[
    "I'm sorry, but I can't do that",
    'I am very sorry, but as an assistant I am unable',
    'I’m really sorry but I won’t',
  ],
  ...['im so sorry, but I cannot', 'I cannot assist with', 'I can’t help', 'I am unable to provide', "I won't answer"],
  ...['I am not able to continue', 'I apologize, but I cannot', 'I apologise but I am unable', "I'm an AI and can't"],
  'na '.repeat(150),
  'the same ten words again and again until it is over. '.repeat(8),
  'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(12),
  '这是一个测试句子，重复了很多次。'.repeat(40),
];

/** What the patterns find something in; each is found by at least one of them. */
export const PLANTED: readonly string[] = [...KEYS, ...PEOPLE, ...TEXTS];
