// AE titles: who has which, who is configured to speak with whom against who really does, and software that nobody could name.
import { Page } from '../parts/page.tsx';
import { text } from '../text/index.ts';
import { Held } from './held.tsx';
import { Relations } from './relations.tsx';
import { Software } from './software.tsx';

/** The page of AE titles. */
export function TitlesPage() {
  return (
    <Page title={text.titles.title} lead={text.titles.lead}>
      <Held />
      <Relations />
      <Software />
    </Page>
  );
}
