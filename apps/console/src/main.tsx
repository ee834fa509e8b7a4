import '@tuanzi/ui/tokens.css';
import '@tuanzi/ui/base.css';
import { startTheme } from '@tuanzi/ui/theme.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { messages } from './messages.ts';
import { signStyles } from './sign-styles.ts';

signStyles();
startTheme();
const place = document.getElementById('app');
if (place === null) throw new Error('index.html has lost its #app element');
await messages.ready;
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
