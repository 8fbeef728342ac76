// The rules as a firewall takes them: pick a format, read the beginning, download the file.
import { Button, Group, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { type RuleFormat, segmentation } from '#contracts/index.ts';
import type { Query } from '../api/http.ts';
import { loadRules, rulesHref } from '../api/segmentation.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './segmentation.module.css';

const FORMATS = segmentation.ruleFormat.options;
const MOST_LINES = 200;

/** The panel. */
export function RuleFiles({ query }: { readonly query: Query }) {
  const [format, setFormat] = useState<RuleFormat>('nftables');
  const rules = useLoad(['segmentation-rules', query, format], (signal) => loadRules(query, format, signal), {
    keep: true,
  });
  return (
    <Panel title={text.segmentation.files} lead={text.segmentation.filesLead}>
      <Group align="flex-end" gap="md" mb="md">
        <Select
          label={text.segmentation.format}
          data={FORMATS.map((value) => ({ value, label: text.segmentation.formats[value] }))}
          value={format}
          onChange={(value) => setFormat(choiceParam(value, FORMATS) ?? format)}
          allowDeselect={false}
        />
        <Button
          component="a"
          href={rulesHref(query, format)}
          download
          variant="default"
          leftSection={<IconDownload size={17} aria-hidden />}
        >
          {text.segmentation.download}
        </Button>
      </Group>
      <Loaded of={rules}>{(written) => <Preview written={written} format={format} />}</Loaded>
    </Panel>
  );
}

function Preview({ written, format }: { readonly written: string; readonly format: RuleFormat }) {
  const lines = written.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const rest = lines.length - MOST_LINES;
  return (
    <>
      <section
        className={classes['preview']}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={text.segmentation.preview(text.segmentation.formats[format])}
      >
        <pre dir="ltr">{lines.slice(0, MOST_LINES).map(visible).join('\n')}</pre>
      </section>
      {rest > 0 ? <p className="quiet">{text.segmentation.previewMore(count(rest))}</p> : null}
    </>
  );
}
