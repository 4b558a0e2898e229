import { z } from 'zod';
import { filePath, text } from './text.ts';

const webUrl = () => text('a URL such as http://127.0.0.1:8080').regex(/^(https?|wss?):\/\/[^\s/]/i, { error: 'a URL such as http://127.0.0.1:8080' });

export const App = z
  .strictObject(
    {
      url: webUrl()
        .optional()
        .meta({ description: 'Where the application answers.', examples: ['http://127.0.0.1:8080'] }),
      health: webUrl()
        .optional()
        .meta({ description: 'Where it says whether it is well.', examples: ['http://127.0.0.1:8080/health'] }),
      metrics: webUrl()
        .optional()
        .meta({ description: 'Where it tells its figures.', examples: ['http://127.0.0.1:8080/metrics'] }),
      log: filePath()
        .optional()
        .meta({ description: 'Its log, of which the end is read.', examples: ['log/app.log'] }),
    },
    { error: 'a map of settings' },
  )
  .meta({ description: 'The application itself: the first link of the chain.' });
