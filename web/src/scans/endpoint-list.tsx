// The endpoints that a scan found, most open first; only those near the window are built, since there may be 100,000.
import { TextInput } from '@mantine/core';
import { IconChevronRight, IconPlugConnectedX, IconSearch } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { ScanEndpoint } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { EndpointDetail, endpointRung, openness } from '../parts/endpoint.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { RungTag, rungMeaning } from '../parts/ladder-tag.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './scans.module.css';

interface EndpointListProps {
  readonly endpoints: readonly ScanEndpoint[];
  readonly running: boolean;
}

function keyOf(endpoint: ScanEndpoint): string {
  return `${endpoint.address} ${endpoint.port} ${endpoint.transport}`;
}

function matches(endpoint: ScanEndpoint, words: string): boolean {
  const { address, port, protocol, banner, implementation } = endpoint;
  const rung = endpointRung(endpoint) ?? '';
  return [
    `${address}:${port}`,
    protocol,
    rung,
    banner ?? '',
    implementation?.product ?? '',
    implementation?.vendor ?? '',
  ]
    .join(' ')
    .toLowerCase()
    .includes(words.toLowerCase());
}

/** The list with a search; each line unfolds to the proof. */
export function EndpointList({ endpoints, running }: EndpointListProps) {
  const [words, setWords] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const shown = useMemo(
    () =>
      endpoints
        .filter((endpoint) => words === '' || matches(endpoint, words.trim()))
        .sort((a, b) => openness(b) - openness(a)),
    [endpoints, words],
  );
  const virtualizer = useWindowVirtualizer({
    count: shown.length,
    estimateSize: () => 47,
    overscan: 8,
    scrollMargin: list.current ? list.current.getBoundingClientRect().top + window.scrollY : 500,
    getItemKey: (index) => {
      const endpoint = shown[index];
      return endpoint ? keyOf(endpoint) : index;
    },
  });

  function toggle(key: string): void {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }

  return (
    <Panel title={text.scans.endpoints} lead={text.scans.endpointsLead} flush>
      {endpoints.length === 0 ? (
        <Empty icon={IconPlugConnectedX} title={running ? text.scans.noEndpointsYet : text.scans.noEndpoints} />
      ) : (
        <>
          <div className={classes['toolbar']}>
            <TextInput
              type="search"
              aria-label={text.scans.searchEndpoints}
              placeholder={text.scans.searchEndpoints}
              leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <span className={classes['second']} role="status">
              {text.scans.endpointCount(count(shown.length), count(endpoints.length))}
            </span>
          </div>
          <ul ref={list} className={classes['endpoints']} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map((item) => {
              const endpoint = shown[item.index];
              if (!endpoint) return null;
              const key = keyOf(endpoint);
              const rung = endpointRung(endpoint);
              const expanded = open.has(key);
              return (
                <li
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className={classes['endpoint']}
                  style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
                >
                  <button
                    type="button"
                    className={classes['endpointHead']}
                    aria-expanded={expanded}
                    onClick={() => toggle(key)}
                  >
                    <IconChevronRight size={16} stroke={2} aria-hidden />
                    <Foreign mono>{`${endpoint.address}:${endpoint.port}`}</Foreign>
                    <span>
                      {rung ? rungMeaning(rung) : text.protocol[endpoint.protocol]}
                      {endpoint.implementation?.product ? (
                        <span className="quiet">
                          {' · '}
                          <Foreign>{endpoint.implementation.product}</Foreign>
                        </span>
                      ) : null}
                    </span>
                    <RungTag rung={rung} />
                  </button>
                  {expanded ? (
                    <div className={classes['endpointBody']}>
                      <EndpointDetail endpoint={endpoint} />
                    </div>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Panel>
  );
}
