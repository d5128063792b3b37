#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(
    Commit(Job("unit").Dependencies(Registry.PyPi, Registry.Npm).Dependencies(Registry.Npm, Registry.Cargo).Sh("make check")),
    Acceptance(Job("all").Dependencies(
        Registry.Cargo, Registry.Composer, Registry.Debian, Registry.Go, Registry.Maven, Registry.Npm, Registry.NuGet, Registry.PyPi, Registry.RubyGems).Sh("make all")));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "unit",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make check"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [],
      "files": [],
      "irrelevantFiles": [],
      "branches": [],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [],
      "flakeRetries": 0,
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [],
      "fetches": [],
      "labels": [],
      "caches": [],
      "network": [],
      "dependencies": [
        "cargo",
        "npm",
        "pypi"
      ],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(5)"
    },
    {
      "name": "all",
      "stage": "acceptance",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "sh",
          "command": "make all"
        }
      ],
      "environment": {},
      "secrets": {},
      "repositories": [],
      "timeLimit": "00:30:00",
      "attempts": 3,
      "isVoting": true,
      "softNeeds": [],
      "files": [],
      "irrelevantFiles": [],
      "branches": [],
      "holdsFollowing": false,
      "pauses": false,
      "semaphores": [],
      "flakeRetries": 0,
      "failurePatterns": [],
      "testReports": [],
      "reportFormats": {},
      "artifacts": [],
      "fetches": [],
      "labels": [],
      "caches": [],
      "network": [],
      "dependencies": [
        "cargo",
        "composer",
        "debian",
        "go",
        "maven",
        "npm",
        "nuget",
        "pypi",
        "rubygems"
      ],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 1073741824,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(6)"
    }
  ]
}
*/
