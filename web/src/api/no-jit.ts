// The page's content security policy allows no code made from text, which zod would try as soon as a shape is made.
// Imported before anything else, and kept in one chunk with the contracts (vite.config.ts), so that it comes first.
import { z } from 'zod';

z.config({ jitless: true });
