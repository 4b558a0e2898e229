#!/usr/bin/env node
// The platform as it should be.
import { make } from './apply.mjs';

make('sound');
