/** Tells zod to compile nothing at run time: the content security policy forbids `eval`. Imported before every schema. */
import { z } from 'zod'

z.config({ jitless: true })
