// Whether the site is counted: its owner's word, no at first.
import { Radio, Stack } from '@mantine/core';
import { AGREEMENTS, type CountedAgreement } from '#contracts/index.ts';
import { saveAgreement } from '../api/benchmark.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.benchmark;

/** The panel; who is no owner reads it. */
export function Agreement({ agreement: { agreed, by, at } }: { readonly agreement: CountedAgreement }) {
  const { own } = usePowers();
  const save = useWrite(saveAgreement, () => notice(words.kept));
  return (
    <Panel title={words.agreement} lead={words.agreementLead}>
      <Stack gap="md">
        <Radio.Group
          aria-label={words.agreement}
          value={agreed}
          onChange={(value) => save.mutate(choiceParam(value, AGREEMENTS) ?? 'none')}
        >
          <Stack gap="sm">
            {AGREEMENTS.map((value) => (
              <Radio
                key={value}
                value={value}
                disabled={!own || save.isPending}
                label={words.agreements[value]}
                description={words.agreementWhy[value]}
              />
            ))}
          </Stack>
        </Radio.Group>
        {by === null || at === null ? null : (
          <div className="quiet">
            <Foreign>{words.said(by, date(at))}</Foreign>
          </div>
        )}
        {save.error ? <Failure error={save.error} /> : null}
      </Stack>
    </Panel>
  );
}
