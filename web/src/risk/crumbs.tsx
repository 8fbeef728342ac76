// The way back from a page below that of risk.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TextLink } from '../parts/link.tsx';
import { text } from '../text/index.ts';

/** Links to the pages above; `children` are those between. */
export function Crumbs({ children }: { readonly children?: ReactNode }) {
  return (
    <Group gap={4}>
      <TextLink to="/risk" size="sm">
        {text.risk.title}
      </TextLink>
      <IconChevronRight size={14} aria-hidden />
      {children}
    </Group>
  );
}
