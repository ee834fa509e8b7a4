import type { Module } from '#platform/app';

export const policyModule: Module = { name: 'policy' };
