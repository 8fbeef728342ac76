# The peer of `bench -- loss`: the same scenarios as one vectorised draw each in numpy, frequency times vulnerability times magnitude as pyfair
# multiplies them; no Poisson count. Four draws for each scenario and trial.
import json
import sys
import time

import numpy

scenarios, trials = int(sys.argv[1]), int(sys.argv[2])
random = numpy.random.default_rng(1)
begun, worked = time.time(), time.process_time()
together = numpy.zeros(trials)
for scenario in range(scenarios):
    low, mode, high = 0.1, 0.5 + scenario / 100, 3.0
    frequency = low + (high - low) * random.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), trials)
    vulnerability = random.beta(3, 4, trials)
    primary = random.lognormal(9 + scenario / 50, 0.8, trials)
    secondary = random.lognormal(10, 1.0, trials)
    loss = frequency * vulnerability * (primary + 0.3 * secondary)
    numpy.quantile(loss, [0.05, 0.5, 0.9, 0.95, 0.99])
    loss.mean(), loss.std()
    together += loss
numpy.quantile(together, [0.05, 0.5, 0.9, 0.95, 0.99])
print(json.dumps({"seconds": time.time() - begun, "processorSeconds": time.process_time() - worked, "mean": together.mean()}))
