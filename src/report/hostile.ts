// Names that a hostile device may give itself, for the tests of every report.

/** HTML, terminal escapes, bidirectional marks, spreadsheet formulas, template and PDF syntax. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title><svg onload=alert(1)>',
  '=cmd|\u2019/C calc\u2019!A0',
  '@SUM(1+1)*cmd',
  '+1+1',
  '-2+3',
  '\t=1+1',
  'a\u001b[31mred\u001b]0;title\u0007',
  'abc\u202egnp.exe',
  'zero\u200bwidth\u2066isolate',
  '&lt;b&gt;',
  '#{7*7}{{7*7}}',
  ') Tj ET (stolen',
  'line\r\nbreak\u2028sep',
];
