// What makers say of their products: every MDS2 that is here.
import { Group } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import type { Mds2Row } from '#contracts/index.ts';
import { loadMds2List } from '../api/mds2.ts';
import { usePages } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { productName } from './document-name.ts';
import { TakeInMds2 } from './take-in.tsx';

const PAGE = 100;

/** The page. */
export function Mds2Page() {
  const pages = usePages(['mds2'], (cursor, signal) => loadMds2List({ cursor, limit: PAGE }, signal));
  return (
    <Page
      title={text.mds2.title}
      lead={text.mds2.lead}
      actions={
        <Group gap="sm">
          <LinkButton to="/mds2/compare" variant="default">
            {text.mds2.compare}
          </LinkButton>
        </Group>
      }
    >
      <PagedList
        pages={pages}
        empty={
          <Empty icon={IconFileCertificate} title={text.mds2.none}>
            {text.mds2.noneWhy}
          </Empty>
        }
        label={text.mds2.list}
        columns={text.mds2.columns}
        rowKey={({ id }) => id}
        cells={cellsOf}
      />
      <TakeInMds2 />
    </Page>
  );
}

function cellsOf(row: Mds2Row) {
  return [
    <div key="product">
      <TextLink to="/mds2/$id" params={{ id: row.id }}>
        <Foreign>{productName(row)}</Foreign>
      </TextLink>
      {row.documentId === null ? null : (
        <div className="quiet">
          <Foreign>{row.documentId}</Foreign>
        </div>
      )}
    </div>,
    <div key="day">
      {row.day ?? '–'} {row.supersededBy === null ? null : <Tag tone="quiet">{text.mds2.superseded}</Tag>}
    </div>,
    text.mds2.editions[row.edition],
    text.mds2.answered(count(row.answered), count(row.questions)),
    <When key="added" at={row.addedAt} />,
  ];
}
