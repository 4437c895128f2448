"""Two sentences on each page: what it is, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping

HELP: Mapping[str, str] = {
    "home:home": "This is where your day starts: what needs you comes first. Follow a line to the page where it is dealt with.",
    "home:search": "Finds measures by name, code or meaning, and pages by title. Type a word that people use for the thing.",
    "home:plan": "The improvement plan joins what inspectors found to actions and to the measures that should move. What can be read today is listed below.",
    "home:boards": "Boards bring people from every level together to test progress and decide. What can be read today is listed below.",
    "home:reviews": "Each quarter commissioners hold the service to account on agreed measures. What can be read today is listed below.",
    "home:practice": "Audits, supervision, caseloads and what families say show the quality of the work behind the figures. What can be read today is listed below.",
    "home:papers": "Papers for the committee and boards are written from the released figures. What can be read today is listed below.",
    "home:accessibility": "Says how this site meets the accessibility standard. If something does not work for you, it says whom to tell.",
    "home:privacy": "Says what this site keeps about people who use it and about children. It says who may look at that and for how long it is kept.",
    "home:about": "Says what the site is for and how its figures are made. Follow the links to read how a figure is counted.",
    "people:people": "Everybody who may sign in, with the roles they hold today. Choose a name to give or end a role.",
    "people:add": "Enters somebody, who is sent a link to choose a password of their own. Without a role they see only their own account.",
    "people:person": "One person's details and every role they held. Give or end roles here; the activity log keeps who did it.",
    "people:change": "Corrects a name, an address or a post. The activity log keeps what was there before.",
    "people:close": "Stops somebody's access at once, as when they leave. Give the reason, which is written down.",
    "people:give_role": "A role decides what somebody may see and do, from its first to its last day. Choose the smallest that does for the work.",
    "people:end_role": "Ends one role on a day. Read first what the person loses with it.",
    "people:teams": "Teams are named here exactly as the returns name them, so that managers see their own figures. Add a team when the returns bring a new one.",
    "people:team": "Changes what a team is called on the site. Its code stays as the returns have it.",
    "people:account": "Shows what you may do here and how you sign in. Change your password or second factor, and see what is recorded about you.",
    "people:who_may": "This table decides what each role may see and do, and nothing else does. If yours is wrong, ask your administrator.",
    "people:emergency": "An administrator sees no child's record unless there is an emergency. Access taken here ends by itself after a few hours.",
    "people:demonstration": "The people of the demonstration are made up, one for each role. Choose one to see the site with their eyes.",
    "activity:search": "Everything anybody did here, which nobody can change. Look for a person, a thing or a day, and take the result out with a reason.",
    "activity:export": "Everything anybody did here, which nobody can change. Look for a person, a thing or a day, and take the result out with a reason.",
    "activity:child": "Shows everybody who looked at one child's record here, when and why. Your own look is written down as well.",
    "activity:mine": "What you did here and what was done to your account. If something was not you, tell your administrator today.",
    "loads:loads": "Every set of returns that was brought in, and whether its figures are released. Open one to see what was read, what was wrong and what it moves.",
    "loads:new": "Bring in the files of your returns; they are read, checked and counted in the background. Nobody else sees the figures until you release them.",
    "loads:load": "What was read, what was set aside, what it changes in published figures. Look it over, then release it or set it aside.",
    "loads:release": "Releasing lets everybody see these figures. Say in a sentence why they may be relied on.",
    "loads:withdraw": "Withdrawing takes figures back. The reason is kept and shown with the load.",
    "loads:sources": "Places returns are fetched from, by hand or every night. A load from a schedule also waits for review.",
    "loads:source": "A folder on the server, or an SSD database whose address is in an environment variable. Set an hour to load it every night.",
    "loads:new_source": "A folder on the server, or an SSD database whose address is in an environment variable. Set an hour to load it every night.",
    "indicators:scorecard": "Each line is a measure: what it is now, its target, and whether it has really changed. Open a measure to see its chart, its groups and how it is counted.",
    "indicators:measure": "One measure from every side: over time, against its target, against others, by group. Read the sentence over the chart before the last figure.",
    "indicators:target": "A target says how good is good enough, who decided that and why. Earlier targets stay beside it as history.",
    "indicators:priorities": "The priorities of the improvement plan and the measures that should show them. The scorecard can then be read by priority.",
    "indicators:write": "Say what the figures mean and what is being done about them. Words such as improved or fallen are tested against the chart.",
    "indicators:commentary": "A commentary with what it claims and what the figures say. Mend what goes further than the figures, or say why it stands.",
    "indicators:children": "The children behind a figure, with their dates, team and worker, and whether each is counted. What you see here is written down; open a line to read why a child is counted.",
    "indicators:why": "Says by which rule one child is counted in a figure or is not. If the record is wrong, mend it in the case system.",
    "indicators:children_export": "The children behind a figure, to be taken out of this site. Give the reason first; it is written down beside every child.",
    "indicators:front-door": "Who comes to the front door, month by month, and what becomes of it. Read the questions at the end before explaining a change.",
    "indicators:timeliness": "How long assessments take, as a whole and not only within the limit. Look at the shape, at the days before the limit, and at who waits longest.",
    "indicators:disproportion": "Whether groups of children are met more often than others at each stage. A ratio is a question to look into, never a verdict.",
}


def help_for(name: str, more: Mapping[str, str] | None = None) -> str:
    """The help of a page by its address's name, or an empty text."""
    return HELP.get(name, "") or (more or {}).get(name, "")
