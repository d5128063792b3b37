#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using static PluginCi.Dsl.Ci;
using PluginCi.Pipelines;

var checks = Job("checks").BuildImage("production").RunImage("test", ["--verbose", "it's"]).Sh("make more-checks");

return Project(Commit(checks, Images.Blubber(tests: ["test"])));

/* expect:
{
  "version": 1,
  "templates": [],
  "jobs": [
    {
      "name": "checks",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "image",
          "title": "build image production",
          "program": "buildah inspect --type image localhost/pluginci:ee7f0504ca748671 \u003E /dev/null 2\u003E\u00261 || buildah build --pull-never --file \u0022$PLUGINCI_FILES/Dockerfile\u0022 --tag localhost/pluginci:ee7f0504ca748671 --label \u0022ci.project=$PLUGINCI_PROJECT\u0022 --label \u0022ci.commit=$PLUGINCI_COMMIT\u0022 -- .\n",
          "source": {
            "file": ".pipeline/blubber.yaml",
            "variant": "production"
          },
          "files": {
            "Dockerfile": "FROM registry.example.org/debian:1 AS test\nUSER 0\nENV HOME=\u0022/root\u0022\nENV DEBIAN_FRONTEND=\u0022noninteractive\u0022\nRUN apt-get update \u0026\u0026 apt-get install -y \u0022jq\u0022 \u0026\u0026 rm -rf /var/lib/apt/lists/*\nARG LIVES_AS=\u0022somebody\u0022\nARG LIVES_UID=65533\nARG LIVES_GID=65533\nRUN (getent group \u0022$LIVES_GID\u0022 || groupadd -o -g \u0022$LIVES_GID\u0022 -r \u0022$LIVES_AS\u0022) \u0026\u0026 (getent passwd \u0022$LIVES_UID\u0022 || useradd -l -o -m -d \u0022/home/$LIVES_AS\u0022 -r -g \u0022$LIVES_GID\u0022 -u \u0022$LIVES_UID\u0022 \u0022$LIVES_AS\u0022) \u0026\u0026 mkdir -p \u0022/srv/app\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/srv/app\u0022 \u0026\u0026 mkdir -p \u0022/opt/lib\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/opt/lib\u0022\nARG RUNS_AS=\u0022runuser\u0022\nARG RUNS_UID=900\nARG RUNS_GID=900\nRUN (getent group \u0022$RUNS_GID\u0022 || groupadd -o -g \u0022$RUNS_GID\u0022 -r \u0022$RUNS_AS\u0022) \u0026\u0026 (getent passwd \u0022$RUNS_UID\u0022 || useradd -l -o -m -d \u0022/home/$RUNS_AS\u0022 -r -g \u0022$RUNS_GID\u0022 -u \u0022$RUNS_UID\u0022 \u0022$RUNS_AS\u0022)\nUSER $LIVES_UID\nENV HOME=\u0022/home/somebody\u0022\nWORKDIR \u0022/srv/app\u0022\nCOPY --chown=$LIVES_UID:$LIVES_GID [\u0022.\u0022, \u0022.\u0022]\nUSER $RUNS_UID\nENV HOME=\u0022/home/$RUNS_AS\u0022\nENTRYPOINT [\u0022make\u0022, \u0022test\u0022]\n\nFROM registry.example.org/debian:1 AS production\nUSER 0\nENV HOME=\u0022/root\u0022\nARG LIVES_AS=\u0022somebody\u0022\nARG LIVES_UID=65533\nARG LIVES_GID=65533\nRUN (getent group \u0022$LIVES_GID\u0022 || groupadd -o -g \u0022$LIVES_GID\u0022 -r \u0022$LIVES_AS\u0022) \u0026\u0026 (getent passwd \u0022$LIVES_UID\u0022 || useradd -l -o -m -d \u0022/home/$LIVES_AS\u0022 -r -g \u0022$LIVES_GID\u0022 -u \u0022$LIVES_UID\u0022 \u0022$LIVES_AS\u0022) \u0026\u0026 mkdir -p \u0022/srv/app\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/srv/app\u0022 \u0026\u0026 mkdir -p \u0022/opt/lib\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/opt/lib\u0022\nARG RUNS_AS=\u0022runuser\u0022\nARG RUNS_UID=900\nARG RUNS_GID=900\nRUN (getent group \u0022$RUNS_GID\u0022 || groupadd -o -g \u0022$RUNS_GID\u0022 -r \u0022$RUNS_AS\u0022) \u0026\u0026 (getent passwd \u0022$RUNS_UID\u0022 || useradd -l -o -m -d \u0022/home/$RUNS_AS\u0022 -r -g \u0022$RUNS_GID\u0022 -u \u0022$RUNS_UID\u0022 \u0022$RUNS_AS\u0022)\nUSER $LIVES_UID\nENV HOME=\u0022/home/somebody\u0022\nWORKDIR \u0022/srv/app\u0022\nCOPY --chown=$LIVES_UID:$LIVES_GID --from=test [\u0022/srv/app\u0022, \u0022/srv/app\u0022]\nCOPY --chown=$LIVES_UID:$LIVES_GID --from=test [\u0022/opt/lib\u0022, \u0022/opt/lib\u0022]\nUSER $RUNS_UID\nENV HOME=\u0022/home/$RUNS_AS\u0022\n\nLABEL blubber.variant=\u0022production\u0022 blubber.version=\u00220.23.0\u002B\u0022\n"
          },
          "bases": [
            "registry.example.org/debian:1"
          ]
        },
        {
          "kind": "image",
          "title": "run image test --verbose it\u0027s",
          "program": "buildah inspect --type image localhost/pluginci:c08eb47d729ab081 \u003E /dev/null 2\u003E\u00261 || buildah build --pull-never --file \u0022$PLUGINCI_FILES/Dockerfile\u0022 --tag localhost/pluginci:c08eb47d729ab081 --label \u0022ci.project=$PLUGINCI_PROJECT\u0022 --label \u0022ci.commit=$PLUGINCI_COMMIT\u0022 -- .\nimage=localhost/pluginci:c08eb47d729ab081\ncontainer=run-1\nbuildah from --pull-never --name \u0022$container\u0022 \u0022$image\u0022 \u003E /dev/null\nwords() { buildah inspect --type image --format \u0022{{range .OCIv1.Config.$1}}{{println .}}{{end}}\u0022 \u0022$image\u0022; }\nconfig() { buildah inspect --type image --format \u0022{{.OCIv1.Config.$1}}\u0022 \u0022$image\u0022; }\nlines() { IFS=\u0027\n\u0027; set -f; }\nset -- \u0027make\u0027 \u0027test\u0027 \u0027--verbose\u0027 \u0027it\u0027\\\u0027\u0027s\u0027\nroot=$(buildah mount \u0022$container\u0022)\naccount=$(config User); group=${account#*:}; account=${account%%:*}\nfound=$(awk -F: -v name=\u0022${account:=0}\u0022 \u0027$1 == name || $3 == name { print $3 \u0022:\u0022 $4 \u0022:\u0022 $6; exit }\u0027 \u0022$root/etc/passwd\u0022 2\u003E /dev/null || :)\nuid=${found%%:*}; home=${found##*:}; gid=${found#*:}; gid=${gid%:*}\n[ -n \u0022$found\u0022 ] || { uid=$account; gid=0; home=/; }\ncase $(config User) in *:*) gid=$(awk -F: -v name=\u0022$group\u0022 \u0027$1 == name || $3 == name { print $3; exit }\u0027 \u0022$root/etc/group\u0022 2\u003E /dev/null || :); gid=${gid:-$group} ;; esac\nfolder=$(config WorkingDir)\nmkdir -p \u0022$root/proc\u0022 \u0022$root/dev\u0022 \u0022$root${folder:=/}\u0022\nmount --rbind /proc \u0022$root/proc\u0022\nmount --rbind /dev \u0022$root/dev\u0022\nset -- /usr/bin/setpriv --bounding-set=-all,\u002Bchown,\u002Bdac_override,\u002Bfowner,\u002Bfsetid,\u002Bkill,\u002Bsetgid,\u002Bsetuid,\u002Bsetpcap,\u002Bnet_bind_service,\u002Bsys_chroot,\u002Bsetfcap \\\n    /usr/bin/unshare --root=\u0022$root\u0022 --wd=\u0022$folder\u0022 --setgid \u0022$gid\u0022 --setuid \u0022$uid\u0022 -- \u0022$@\u0022\nfor name in http_proxy https_proxy HTTP_PROXY HTTPS_PROXY no_proxy NO_PROXY; do eval \u0022value=\\${$name:-}\u0022; [ -z \u0022$value\u0022 ] || set -- \u0022$name=$value\u0022 \u0022$@\u0022; done\nlines; for variable in $(words Env | tac); do set -- \u0022$variable\u0022 \u0022$@\u0022; done; unset IFS; set \u002Bf\nenv -i \u0022HOME=$home\u0022 \u0022$@\u0022\n",
          "source": {
            "file": ".pipeline/blubber.yaml",
            "variant": "test",
            "arguments": [
              "--verbose",
              "it\u0027s"
            ]
          },
          "files": {
            "Dockerfile": "FROM registry.example.org/debian:1 AS test\nUSER 0\nENV HOME=\u0022/root\u0022\nENV DEBIAN_FRONTEND=\u0022noninteractive\u0022\nRUN apt-get update \u0026\u0026 apt-get install -y \u0022jq\u0022 \u0026\u0026 rm -rf /var/lib/apt/lists/*\nARG LIVES_AS=\u0022somebody\u0022\nARG LIVES_UID=65533\nARG LIVES_GID=65533\nRUN (getent group \u0022$LIVES_GID\u0022 || groupadd -o -g \u0022$LIVES_GID\u0022 -r \u0022$LIVES_AS\u0022) \u0026\u0026 (getent passwd \u0022$LIVES_UID\u0022 || useradd -l -o -m -d \u0022/home/$LIVES_AS\u0022 -r -g \u0022$LIVES_GID\u0022 -u \u0022$LIVES_UID\u0022 \u0022$LIVES_AS\u0022) \u0026\u0026 mkdir -p \u0022/srv/app\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/srv/app\u0022 \u0026\u0026 mkdir -p \u0022/opt/lib\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/opt/lib\u0022\nARG RUNS_AS=\u0022runuser\u0022\nARG RUNS_UID=900\nARG RUNS_GID=900\nRUN (getent group \u0022$RUNS_GID\u0022 || groupadd -o -g \u0022$RUNS_GID\u0022 -r \u0022$RUNS_AS\u0022) \u0026\u0026 (getent passwd \u0022$RUNS_UID\u0022 || useradd -l -o -m -d \u0022/home/$RUNS_AS\u0022 -r -g \u0022$RUNS_GID\u0022 -u \u0022$RUNS_UID\u0022 \u0022$RUNS_AS\u0022)\nUSER $LIVES_UID\nENV HOME=\u0022/home/somebody\u0022\nWORKDIR \u0022/srv/app\u0022\nCOPY --chown=$LIVES_UID:$LIVES_GID [\u0022.\u0022, \u0022.\u0022]\nUSER $RUNS_UID\nENV HOME=\u0022/home/$RUNS_AS\u0022\nENTRYPOINT [\u0022make\u0022, \u0022test\u0022]\n\nLABEL blubber.variant=\u0022test\u0022 blubber.version=\u00220.23.0\u002B\u0022\n"
          },
          "bases": [
            "registry.example.org/debian:1"
          ]
        },
        {
          "kind": "sh",
          "command": "make more-checks"
        }
      ],
      "environment": {},
      "secrets": {},
      "runsIn": {
        "kind": "debian",
        "suite": "bookworm",
        "packages": [
          "buildah",
          "mount"
        ]
      },
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
      "network": [
        "deb.debian.org",
        "security.debian.org"
      ],
      "dependencies": [],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 4294967296,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(6)"
    },
    {
      "name": "test",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "image",
          "title": "run image test",
          "program": "buildah inspect --type image localhost/pluginci:c08eb47d729ab081 \u003E /dev/null 2\u003E\u00261 || buildah build --pull-never --file \u0022$PLUGINCI_FILES/Dockerfile\u0022 --tag localhost/pluginci:c08eb47d729ab081 --label \u0022ci.project=$PLUGINCI_PROJECT\u0022 --label \u0022ci.commit=$PLUGINCI_COMMIT\u0022 -- .\nimage=localhost/pluginci:c08eb47d729ab081\ncontainer=run-0\nbuildah from --pull-never --name \u0022$container\u0022 \u0022$image\u0022 \u003E /dev/null\nwords() { buildah inspect --type image --format \u0022{{range .OCIv1.Config.$1}}{{println .}}{{end}}\u0022 \u0022$image\u0022; }\nconfig() { buildah inspect --type image --format \u0022{{.OCIv1.Config.$1}}\u0022 \u0022$image\u0022; }\nlines() { IFS=\u0027\n\u0027; set -f; }\nset -- \u0027make\u0027 \u0027test\u0027\nroot=$(buildah mount \u0022$container\u0022)\naccount=$(config User); group=${account#*:}; account=${account%%:*}\nfound=$(awk -F: -v name=\u0022${account:=0}\u0022 \u0027$1 == name || $3 == name { print $3 \u0022:\u0022 $4 \u0022:\u0022 $6; exit }\u0027 \u0022$root/etc/passwd\u0022 2\u003E /dev/null || :)\nuid=${found%%:*}; home=${found##*:}; gid=${found#*:}; gid=${gid%:*}\n[ -n \u0022$found\u0022 ] || { uid=$account; gid=0; home=/; }\ncase $(config User) in *:*) gid=$(awk -F: -v name=\u0022$group\u0022 \u0027$1 == name || $3 == name { print $3; exit }\u0027 \u0022$root/etc/group\u0022 2\u003E /dev/null || :); gid=${gid:-$group} ;; esac\nfolder=$(config WorkingDir)\nmkdir -p \u0022$root/proc\u0022 \u0022$root/dev\u0022 \u0022$root${folder:=/}\u0022\nmount --rbind /proc \u0022$root/proc\u0022\nmount --rbind /dev \u0022$root/dev\u0022\nset -- /usr/bin/setpriv --bounding-set=-all,\u002Bchown,\u002Bdac_override,\u002Bfowner,\u002Bfsetid,\u002Bkill,\u002Bsetgid,\u002Bsetuid,\u002Bsetpcap,\u002Bnet_bind_service,\u002Bsys_chroot,\u002Bsetfcap \\\n    /usr/bin/unshare --root=\u0022$root\u0022 --wd=\u0022$folder\u0022 --setgid \u0022$gid\u0022 --setuid \u0022$uid\u0022 -- \u0022$@\u0022\nfor name in http_proxy https_proxy HTTP_PROXY HTTPS_PROXY no_proxy NO_PROXY; do eval \u0022value=\\${$name:-}\u0022; [ -z \u0022$value\u0022 ] || set -- \u0022$name=$value\u0022 \u0022$@\u0022; done\nlines; for variable in $(words Env | tac); do set -- \u0022$variable\u0022 \u0022$@\u0022; done; unset IFS; set \u002Bf\nenv -i \u0022HOME=$home\u0022 \u0022$@\u0022\n",
          "source": {
            "file": ".pipeline/blubber.yaml",
            "variant": "test",
            "arguments": []
          },
          "files": {
            "Dockerfile": "FROM registry.example.org/debian:1 AS test\nUSER 0\nENV HOME=\u0022/root\u0022\nENV DEBIAN_FRONTEND=\u0022noninteractive\u0022\nRUN apt-get update \u0026\u0026 apt-get install -y \u0022jq\u0022 \u0026\u0026 rm -rf /var/lib/apt/lists/*\nARG LIVES_AS=\u0022somebody\u0022\nARG LIVES_UID=65533\nARG LIVES_GID=65533\nRUN (getent group \u0022$LIVES_GID\u0022 || groupadd -o -g \u0022$LIVES_GID\u0022 -r \u0022$LIVES_AS\u0022) \u0026\u0026 (getent passwd \u0022$LIVES_UID\u0022 || useradd -l -o -m -d \u0022/home/$LIVES_AS\u0022 -r -g \u0022$LIVES_GID\u0022 -u \u0022$LIVES_UID\u0022 \u0022$LIVES_AS\u0022) \u0026\u0026 mkdir -p \u0022/srv/app\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/srv/app\u0022 \u0026\u0026 mkdir -p \u0022/opt/lib\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/opt/lib\u0022\nARG RUNS_AS=\u0022runuser\u0022\nARG RUNS_UID=900\nARG RUNS_GID=900\nRUN (getent group \u0022$RUNS_GID\u0022 || groupadd -o -g \u0022$RUNS_GID\u0022 -r \u0022$RUNS_AS\u0022) \u0026\u0026 (getent passwd \u0022$RUNS_UID\u0022 || useradd -l -o -m -d \u0022/home/$RUNS_AS\u0022 -r -g \u0022$RUNS_GID\u0022 -u \u0022$RUNS_UID\u0022 \u0022$RUNS_AS\u0022)\nUSER $LIVES_UID\nENV HOME=\u0022/home/somebody\u0022\nWORKDIR \u0022/srv/app\u0022\nCOPY --chown=$LIVES_UID:$LIVES_GID [\u0022.\u0022, \u0022.\u0022]\nUSER $RUNS_UID\nENV HOME=\u0022/home/$RUNS_AS\u0022\nENTRYPOINT [\u0022make\u0022, \u0022test\u0022]\n\nLABEL blubber.variant=\u0022test\u0022 blubber.version=\u00220.23.0\u002B\u0022\n"
          },
          "bases": [
            "registry.example.org/debian:1"
          ]
        }
      ],
      "environment": {},
      "secrets": {},
      "runsIn": {
        "kind": "debian",
        "suite": "bookworm",
        "packages": [
          "buildah",
          "mount"
        ]
      },
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
      "network": [
        "deb.debian.org",
        "security.debian.org"
      ],
      "dependencies": [],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 4294967296,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(8)"
    },
    {
      "name": "image",
      "stage": "commit",
      "pipelines": [],
      "needs": [],
      "steps": [
        {
          "kind": "image",
          "title": "publish image production",
          "program": "buildah inspect --type image localhost/pluginci:ee7f0504ca748671 \u003E /dev/null 2\u003E\u00261 || buildah build --pull-never --file \u0022$PLUGINCI_FILES/Dockerfile\u0022 --tag localhost/pluginci:ee7f0504ca748671 --label \u0022ci.project=$PLUGINCI_PROJECT\u0022 --label \u0022ci.commit=$PLUGINCI_COMMIT\u0022 -- .\nfile=\u0027images/image.tar\u0027\nmkdir -p \u0022$(dirname \u0022$file\u0022)\u0022\nrm -f \u0022$file\u0022\nbuildah push --quiet localhost/pluginci:ee7f0504ca748671 \u0022oci-archive:$file:\u0022\u0027localhost/image:latest\u0027 \u003E /dev/null\nchown -R \u0022$PLUGINCI_ACCOUNT:$PLUGINCI_ACCOUNT\u0022 \u0022$(dirname \u0022$file\u0022)\u0022\n",
          "source": {
            "file": ".pipeline/blubber.yaml",
            "variant": "production",
            "archive": "images/image.tar"
          },
          "files": {
            "Dockerfile": "FROM registry.example.org/debian:1 AS test\nUSER 0\nENV HOME=\u0022/root\u0022\nENV DEBIAN_FRONTEND=\u0022noninteractive\u0022\nRUN apt-get update \u0026\u0026 apt-get install -y \u0022jq\u0022 \u0026\u0026 rm -rf /var/lib/apt/lists/*\nARG LIVES_AS=\u0022somebody\u0022\nARG LIVES_UID=65533\nARG LIVES_GID=65533\nRUN (getent group \u0022$LIVES_GID\u0022 || groupadd -o -g \u0022$LIVES_GID\u0022 -r \u0022$LIVES_AS\u0022) \u0026\u0026 (getent passwd \u0022$LIVES_UID\u0022 || useradd -l -o -m -d \u0022/home/$LIVES_AS\u0022 -r -g \u0022$LIVES_GID\u0022 -u \u0022$LIVES_UID\u0022 \u0022$LIVES_AS\u0022) \u0026\u0026 mkdir -p \u0022/srv/app\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/srv/app\u0022 \u0026\u0026 mkdir -p \u0022/opt/lib\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/opt/lib\u0022\nARG RUNS_AS=\u0022runuser\u0022\nARG RUNS_UID=900\nARG RUNS_GID=900\nRUN (getent group \u0022$RUNS_GID\u0022 || groupadd -o -g \u0022$RUNS_GID\u0022 -r \u0022$RUNS_AS\u0022) \u0026\u0026 (getent passwd \u0022$RUNS_UID\u0022 || useradd -l -o -m -d \u0022/home/$RUNS_AS\u0022 -r -g \u0022$RUNS_GID\u0022 -u \u0022$RUNS_UID\u0022 \u0022$RUNS_AS\u0022)\nUSER $LIVES_UID\nENV HOME=\u0022/home/somebody\u0022\nWORKDIR \u0022/srv/app\u0022\nCOPY --chown=$LIVES_UID:$LIVES_GID [\u0022.\u0022, \u0022.\u0022]\nUSER $RUNS_UID\nENV HOME=\u0022/home/$RUNS_AS\u0022\nENTRYPOINT [\u0022make\u0022, \u0022test\u0022]\n\nFROM registry.example.org/debian:1 AS production\nUSER 0\nENV HOME=\u0022/root\u0022\nARG LIVES_AS=\u0022somebody\u0022\nARG LIVES_UID=65533\nARG LIVES_GID=65533\nRUN (getent group \u0022$LIVES_GID\u0022 || groupadd -o -g \u0022$LIVES_GID\u0022 -r \u0022$LIVES_AS\u0022) \u0026\u0026 (getent passwd \u0022$LIVES_UID\u0022 || useradd -l -o -m -d \u0022/home/$LIVES_AS\u0022 -r -g \u0022$LIVES_GID\u0022 -u \u0022$LIVES_UID\u0022 \u0022$LIVES_AS\u0022) \u0026\u0026 mkdir -p \u0022/srv/app\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/srv/app\u0022 \u0026\u0026 mkdir -p \u0022/opt/lib\u0022 \u0026\u0026 chown \u0022$LIVES_UID\u0022:\u0022$LIVES_GID\u0022 \u0022/opt/lib\u0022\nARG RUNS_AS=\u0022runuser\u0022\nARG RUNS_UID=900\nARG RUNS_GID=900\nRUN (getent group \u0022$RUNS_GID\u0022 || groupadd -o -g \u0022$RUNS_GID\u0022 -r \u0022$RUNS_AS\u0022) \u0026\u0026 (getent passwd \u0022$RUNS_UID\u0022 || useradd -l -o -m -d \u0022/home/$RUNS_AS\u0022 -r -g \u0022$RUNS_GID\u0022 -u \u0022$RUNS_UID\u0022 \u0022$RUNS_AS\u0022)\nUSER $LIVES_UID\nENV HOME=\u0022/home/somebody\u0022\nWORKDIR \u0022/srv/app\u0022\nCOPY --chown=$LIVES_UID:$LIVES_GID --from=test [\u0022/srv/app\u0022, \u0022/srv/app\u0022]\nCOPY --chown=$LIVES_UID:$LIVES_GID --from=test [\u0022/opt/lib\u0022, \u0022/opt/lib\u0022]\nUSER $RUNS_UID\nENV HOME=\u0022/home/$RUNS_AS\u0022\n\nLABEL blubber.variant=\u0022production\u0022 blubber.version=\u00220.23.0\u002B\u0022\n"
          },
          "bases": [
            "registry.example.org/debian:1"
          ]
        }
      ],
      "environment": {},
      "secrets": {},
      "runsIn": {
        "kind": "debian",
        "suite": "bookworm",
        "packages": [
          "buildah",
          "mount"
        ]
      },
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
      "artifacts": [
        {
          "name": "image",
          "files": [
            "images/image.tar"
          ],
          "isReport": false
        }
      ],
      "fetches": [],
      "labels": [],
      "caches": [],
      "network": [
        "deb.debian.org",
        "security.debian.org"
      ],
      "dependencies": [],
      "services": [],
      "limits": {
        "memoryBytes": 1073741824,
        "processes": 512,
        "cpus": 2,
        "diskBytes": 4294967296,
        "outputBytes": 16777216
      },
      "declaredAt": ".pipeline/pipeline.csx(8)"
    }
  ]
}
*/
