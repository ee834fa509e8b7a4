import '@tuanzi/ui/tokens.css'
import '@tuanzi/ui/base.css'
import '@tuanzi/ui/antd-mobile.css'
import './shop.css'
import { startTheme } from '@tuanzi/ui/theme.ts'
import { unstableSetRender } from 'antd-mobile'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { messages } from './messages.ts'

startTheme()
// antd-mobile draws toasts and dialogs that are called from code with the way of React 18 unless it is told this one.
unstableSetRender((node, container) => {
  const root = createRoot(container)
  root.render(node)
  return async () => root.unmount()
})

const place = document.getElementById('app')
if (place === null) throw new Error('index.html has lost its #app element')
await messages.ready
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
