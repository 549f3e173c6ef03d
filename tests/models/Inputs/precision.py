# SPDX-License-Identifier: Apache-2.0
"""Makes precision.expected.json beside it: average precision by counting, for each positive, who ranks no lower."""
import json
import os

import sines

N = 20
score, label = sines.given(0, (3, N)), sines.wholes(1, (3, N))


def precision(scores, positives, weight):
    above = []
    for k in range(N):
        if positives[k]:
            ahead = [positives[m] for m in range(N) if scores[m] > scores[k] or m == k]
            above.append(weight * sum(ahead) / (weight * sum(ahead) + len(ahead) - sum(ahead)))
    return sum(above) / max(len(above), 1)


plain, calibrated = [], []
for row in range(3):
    scores = score[row * N:row * N + N]
    positives = [x == 1 for x in label[row * N:row * N + N]]
    assert len(set(scores)) == N
    plain.append(precision(scores, positives, 1))
    calibrated.append(precision(scores, positives, (N - sum(positives)) / sum(positives)))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "precision.expected.json"), "w") as file:
    json.dump({"f.p": plain, "f.c": calibrated, "f.none": 0}, file)
    file.write("\n")
