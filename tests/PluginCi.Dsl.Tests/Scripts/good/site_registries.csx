#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Pipeline("check").Independent().On(Patchset),
    Registries([Registry.Debian, Registry.PyPi.At("https://nexus.example.org/repository/pypi/simple/"), Registry.Cargo.At("https://mirror.example.org/index/", files: "https://mirror.example.org/crates/")]));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "core",
      "connection": "git",
      "defaultBranch": "main",
      "pipelines": [],
      "templates": [],
      "isSelfServed": false,
      "isConfig": false,
      "buildsAfter": []
    }
  ],
  "groups": [],
  "patterns": [],
  "templates": [],
  "enforced": [],
  "policies": [],
  "semaphores": {},
  "freezes": [],
  "quotas": [],
  "notifications": [],
  "egress": {
    "reviewed": [],
    "unreviewed": [],
    "inside": []
  },
  "secrets": [],
  "environments": [],
  "registries": [
    {
      "name": "debian",
      "index": "http://deb.debian.org/debian/",
      "files": "http://deb.debian.org/debian-security/"
    },
    {
      "name": "pypi",
      "index": "https://nexus.example.org/repository/pypi/simple/"
    },
    {
      "name": "cargo",
      "index": "https://mirror.example.org/index/",
      "files": "https://mirror.example.org/crates/"
    }
  ],
  "queues": [],
  "reusesResults": true,
  "pipelines": [
    {
      "name": "check",
      "manager": "independent",
      "on": [
        "patchset"
      ],
      "requiresApproval": false,
      "submits": false,
      "reportsStart": false,
      "successVote": 0,
      "failureVote": 0,
      "precedence": "normal",
      "supercedes": [],
      "window": {
        "start": 20,
        "floor": 3,
        "ceiling": 0,
        "increase": {
          "kind": "linear",
          "amount": 1
        },
        "decrease": {
          "kind": "exponential",
          "amount": 2
        }
      },
      "strategy": "linear",
      "mostInBatch": 8,
      "buildBudget": 40,
      "isFailFast": false,
      "dequeuesOutdated": true,
      "ignoresDependencies": false,
      "mostChanges": 0,
      "onNewPatchset": "ask-again",
      "priorities": [],
      "jitter": "00:00:00"
    }
  ]
}
*/
