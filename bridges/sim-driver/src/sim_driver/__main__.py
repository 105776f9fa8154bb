"""python -m sim_driver"""

import sys

from .cli import main

sys.exit(main())
