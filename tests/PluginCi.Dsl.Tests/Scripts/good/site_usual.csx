#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var core = Repository("core");
return Site(Group("site-a", core, Repository("maps").Branch("master")).Acceptance(Job("acceptance").Sh("core/tests/all.sh")), Repository("docs").From("gerrit"));

/* expect:
{
  "version": 1,
  "projects": [
    {
      "name": "docs",
      "connection": "gerrit",
      "defaultBranch": "main"
    },
    {
      "name": "core",
      "connection": "git",
      "defaultBranch": "main"
    },
    {
      "name": "maps",
      "connection": "git",
      "defaultBranch": "master"
    }
  ],
  "groups": [
    {
      "name": "site-a",
      "projects": [
        "core",
        "maps"
      ],
      "jobs": [
        {
          "name": "acceptance",
          "stage": "acceptance",
          "pipelines": [],
          "needs": [],
          "steps": [
            {
              "kind": "sh",
              "command": "core/tests/all.sh"
            }
          ],
          "environment": {},
          "repositories": [
            "core",
            "maps"
          ],
          "timeLimit": "00:30:00",
          "attempts": 3,
          "isVoting": true,
          "files": [],
          "limits": {
            "memoryBytes": 1073741824,
            "processes": 512,
            "cpus": 2,
            "diskBytes": 1073741824,
            "outputBytes": 16777216
          },
          "declaredAt": "site.csx(5)"
        }
      ]
    }
  ],
  "pipelines": [
    {
      "name": "check",
      "manager": "independent",
      "on": [
        "patchset",
        "recheck"
      ],
      "requiresApproval": false,
      "submits": false,
      "reportsStart": false,
      "successVote": 1,
      "failureVote": -1,
      "precedence": "normal",
      "supercedes": [],
      "window": {
        "start": 20,
        "floor": 3,
        "ceiling": 0
      }
    },
    {
      "name": "gate",
      "manager": "dependent",
      "on": [
        "approved"
      ],
      "requiresApproval": true,
      "submits": true,
      "reportsStart": true,
      "successVote": 2,
      "failureVote": -2,
      "precedence": "high",
      "supercedes": [
        "check"
      ],
      "window": {
        "start": 20,
        "floor": 3,
        "ceiling": 0
      }
    }
  ]
}
*/
