import '@tuanzi/ui/tokens.css';
import '@tuanzi/ui/base.css';
import '@tuanzi/ui/antd-mobile.css';
import './shop.css';
import { startTheme } from '@tuanzi/ui/theme.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { messages } from './messages.ts';
import { prepareOverlay } from './shell/notify.ts';
import { prepareSheets } from './shell/Sheet.tsx';

startTheme();
const place = document.getElementById('app');
if (place === null) throw new Error('index.html has lost its #app element');
await messages.ready;
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
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
