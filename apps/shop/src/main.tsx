import '@tuanzi/ui/tokens.css';
import '@tuanzi/ui/base.css';
import '@tuanzi/ui/antd-mobile.css';
import './shop.css';
import './first-screen.css';
import { startTheme } from '@tuanzi/ui/theme.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, queryClient } from './App.tsx';
import { takeFirstAnswers } from './first-answers.ts';
import { messages } from './messages.ts';
import { routerReady } from './routes.tsx';
import { prepareOverlay } from './shell/notify.ts';
import { prepareSheets } from './shell/Sheet.tsx';

startTheme();
const place = document.getElementById('app');
if (place === null) throw new Error('index.html has lost its #app element');
takeFirstAnswers(queryClient);
// What the server drew of a page stays until all of it can be drawn. Not awaited here: a page's code waits for this file.
void Promise.all([messages.ready, place.hasChildNodes() ? routerReady() : undefined]).then(() =>
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);

// Sheets and toasts come after the page and its pictures, or with the first touch: the tap itself should not wait.
const prepare = () => {
  clearTimeout(prepareTimer);
  removeEventListener('pointerdown', prepare);
  prepareSheets();
  prepareOverlay();
};
const prepareTimer = setTimeout(prepare, 8000);
addEventListener('pointerdown', prepare, { passive: true });
