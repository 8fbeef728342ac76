// The maker's MDS2 that speaks of a device, why it is taken for that, and the choice of another.
import { Group, Select } from '@mantine/core';
import { chooseMds2, loadMds2List, loadMds2OfDevice } from '../api/mds2.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { percent } from '../format/format.ts';
import { datedName } from '../mds2/document-name.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const BY_MODEL = 'by-model';
const NONE = 'none';
const MOST_DOCUMENTS = 1000;

/** The panel. */
export function MakerPromises({ device }: { readonly device: string }) {
  const found = useLoad(['device-mds2', device], (signal) => loadMds2OfDevice(device, signal));
  const list = useLoad(['mds2', 'all'], (signal) => loadMds2List({ limit: MOST_DOCUMENTS }, signal));
  const choose = useWrite(chooseMds2);
  // Nothing to say and nothing to choose from: the page of MDS2 tells how to begin.
  if (list.data?.items.length === 0) return null;
  return (
    <Panel title={text.mds2.ofDevice} lead={text.mds2.ofDeviceLead}>
      <Loaded of={found} waiting={<Waiting lines={2} />}>
        {({ document, because, confidence, isChosen }) => (
          <>
            {document === null ? (
              <p className="quiet">{text.mds2.noneOfDevice}</p>
            ) : (
              <p>
                <TextLink to="/mds2/$id" params={{ id: document.id }}>
                  <Foreign>{datedName(document)}</Foreign>
                </TextLink>{' '}
                <span className="quiet">
                  <Foreign>{because ?? ''}</Foreign> ({percent(confidence ?? 0)})
                </span>
              </p>
            )}
            <Group>
              <Select
                label={text.mds2.chooseOther}
                w={340}
                maw="100%"
                searchable
                allowDeselect={false}
                disabled={choose.isPending}
                value={isChosen ? (document?.id ?? NONE) : BY_MODEL}
                data={[
                  { value: BY_MODEL, label: text.mds2.byModel },
                  { value: NONE, label: text.mds2.noDocument },
                  ...(list.data?.items ?? []).map((row) => ({ value: row.id, label: visible(datedName(row)) })),
                ]}
                onChange={(value) => {
                  if (value === BY_MODEL) choose.mutate({ device });
                  else choose.mutate({ device, document: value === NONE ? null : value });
                }}
              />
            </Group>
            {choose.error ? <Failure error={choose.error} /> : null}
          </>
        )}
      </Loaded>
    </Panel>
  );
}
