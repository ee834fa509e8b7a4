import { isProblem } from '@tuanzi/client'
import { Toast } from 'antd-mobile'
import { t } from '../messages.ts'

export function notify(words: string): void {
  Toast.show({ content: words, duration: 2200, position: 'bottom' })
}

/** A refused or lost command in a sentence. */
export function notifyProblem(error: unknown): void {
  notify(isProblem(error) ? error.title : t('common.somethingWrong'))
}
