import type { Module } from '#platform/app';

export const auditModule: Module = { name: 'audit' };
