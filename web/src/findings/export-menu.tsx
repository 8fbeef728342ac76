// The findings on screen to take away, with the filter in force.
import { Button, Menu } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { tenantHref } from '../api/http.ts';
import { text } from '../text/index.ts';
import type { FindingSearch } from './finding-search.ts';

/** A menu of downloads. */
export function ExportMenu({ search }: { readonly search: FindingSearch }) {
  const { by: _, ...filter } = search;
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconFileDownload size={18} stroke={1.7} aria-hidden />}>
          {text.decisions.exportThese}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'json'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={tenantHref('findings/export', { ...filter, format })} download>
            {text.decisions.exports[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
