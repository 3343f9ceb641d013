/** The icons of all pages. Each is made once, and none is sent to a page that has no use for it. */
import {
  Activity as activityNode,
  ArrowDown as arrowDownNode,
  ArrowDownUp as arrowDownUpNode,
  ArrowLeft as arrowLeftNode,
  ArrowLeftRight as arrowLeftRightNode,
  ArrowRight as arrowRightNode,
  ArrowUp as arrowUpNode,
  ArrowUpRight as arrowUpRightNode,
  BadgeInfo as badgeInfoNode,
  Ban as banNode,
  Bookmark as bookmarkNode,
  BookOpenText as bookOpenTextNode,
  Boxes as boxesNode,
  Braces as bracesNode,
  Calculator as calculatorNode,
  CalendarClock as calendarClockNode,
  ChartNoAxesColumn as chartNoAxesColumnNode,
  Check as checkNode,
  ChevronDown as chevronDownNode,
  ChevronLeft as chevronLeftNode,
  ChevronRight as chevronRightNode,
  ChevronsUpDown as chevronsUpDownNode,
  CircleAlert as circleAlertNode,
  CircleCheck as circleCheckNode,
  CircleDashed as circleDashedNode,
  CircleDollarSign as circleDollarSignNode,
  CircleMinus as circleMinusNode,
  CircleOff as circleOffNode,
  CirclePause as circlePauseNode,
  CirclePlay as circlePlayNode,
  CirclePlus as circlePlusNode,
  CircleQuestionMark as circleQuestionMarkNode,
  CircleSlash as circleSlashNode,
  CircleX as circleXNode,
  Clock as clockNode,
  Columns3 as columns3Node,
  Copy as copyNode,
  Cpu as cpuNode,
  Crosshair as crosshairNode,
  Download as downloadNode,
  Ellipsis as ellipsisNode,
  Flame as flameNode,
  FlaskConical as flaskConicalNode,
  Gauge as gaugeNode,
  GitCompareArrows as gitCompareArrowsNode,
  HardDrive as hardDriveNode,
  History as historyNode,
  Info as infoNode,
  Keyboard as keyboardNode,
  KeyRound as keyRoundNode,
  LayoutDashboard as layoutDashboardNode,
  Link2 as link2Node,
  ListChecks as listChecksNode,
  LoaderCircle as loaderCircleNode,
  Lock as lockNode,
  LogOut as logOutNode,
  Map as mapNode,
  MapPin as mapPinNode,
  MapPinOff as mapPinOffNode,
  Menu as menuNode,
  Monitor as monitorNode,
  Moon as moonNode,
  MoveRight as moveRightNode,
  PackageX as packageXNode,
  Palette as paletteNode,
  PanelLeftClose as panelLeftCloseNode,
  PanelLeft as panelLeftNode,
  PanelLeftOpen as panelLeftOpenNode,
  Play as playNode,
  Plug as plugNode,
  Plus as plusNode,
  Printer as printerNode,
  Radar as radarNode,
  Radio as radioNode,
  RotateCw as rotateCwNode,
  Rows3 as rows3Node,
  Scale as scaleNode,
  Scissors as scissorsNode,
  Search as searchNode,
  SearchX as searchXNode,
  Send as sendNode,
  Server as serverNode,
  ShieldCheck as shieldCheckNode,
  Shuffle as shuffleNode,
  SlidersHorizontal as slidersHorizontalNode,
  Snowflake as snowflakeNode,
  Square as squareNode,
  Store as storeNode,
  Sun as sunNode,
  Tag as tagNode,
  Timer as timerNode,
  Trash2 as trash2Node,
  TrendingUp as trendingUpNode,
  TriangleAlert as triangleAlertNode,
  Trophy as trophyNode,
  Unplug as unplugNode,
  UserRound as userRoundNode,
  UserX as userXNode,
  X as xNode,
} from 'lucide'
import { icon } from './icon'

export const Activity = /* @__PURE__ */ icon(activityNode)
export const ArrowDown = /* @__PURE__ */ icon(arrowDownNode)
export const ArrowDownUp = /* @__PURE__ */ icon(arrowDownUpNode)
export const ArrowLeft = /* @__PURE__ */ icon(arrowLeftNode)
export const ArrowLeftRight = /* @__PURE__ */ icon(arrowLeftRightNode)
export const ArrowRight = /* @__PURE__ */ icon(arrowRightNode)
export const ArrowUp = /* @__PURE__ */ icon(arrowUpNode)
export const ArrowUpRight = /* @__PURE__ */ icon(arrowUpRightNode)
export const BadgeInfo = /* @__PURE__ */ icon(badgeInfoNode)
export const Ban = /* @__PURE__ */ icon(banNode)
export const BookOpenText = /* @__PURE__ */ icon(bookOpenTextNode)
export const Bookmark = /* @__PURE__ */ icon(bookmarkNode)
export const Boxes = /* @__PURE__ */ icon(boxesNode)
export const Braces = /* @__PURE__ */ icon(bracesNode)
export const Calculator = /* @__PURE__ */ icon(calculatorNode)
export const CalendarClock = /* @__PURE__ */ icon(calendarClockNode)
export const ChartNoAxesColumn = /* @__PURE__ */ icon(chartNoAxesColumnNode)
export const Check = /* @__PURE__ */ icon(checkNode)
export const ChevronDown = /* @__PURE__ */ icon(chevronDownNode)
export const ChevronLeft = /* @__PURE__ */ icon(chevronLeftNode)
export const ChevronRight = /* @__PURE__ */ icon(chevronRightNode)
export const ChevronsUpDown = /* @__PURE__ */ icon(chevronsUpDownNode)
export const CircleAlert = /* @__PURE__ */ icon(circleAlertNode)
export const CircleCheck = /* @__PURE__ */ icon(circleCheckNode)
export const CircleDashed = /* @__PURE__ */ icon(circleDashedNode)
export const CircleDollarSign = /* @__PURE__ */ icon(circleDollarSignNode)
export const CircleMinus = /* @__PURE__ */ icon(circleMinusNode)
export const CircleOff = /* @__PURE__ */ icon(circleOffNode)
export const CirclePause = /* @__PURE__ */ icon(circlePauseNode)
export const CirclePlay = /* @__PURE__ */ icon(circlePlayNode)
export const CirclePlus = /* @__PURE__ */ icon(circlePlusNode)
export const CircleQuestionMark = /* @__PURE__ */ icon(circleQuestionMarkNode)
export const CircleSlash = /* @__PURE__ */ icon(circleSlashNode)
export const CircleX = /* @__PURE__ */ icon(circleXNode)
export const Clock = /* @__PURE__ */ icon(clockNode)
export const Columns3 = /* @__PURE__ */ icon(columns3Node)
export const Copy = /* @__PURE__ */ icon(copyNode)
export const Cpu = /* @__PURE__ */ icon(cpuNode)
export const Crosshair = /* @__PURE__ */ icon(crosshairNode)
export const Download = /* @__PURE__ */ icon(downloadNode)
export const Ellipsis = /* @__PURE__ */ icon(ellipsisNode)
export const Flame = /* @__PURE__ */ icon(flameNode)
export const FlaskConical = /* @__PURE__ */ icon(flaskConicalNode)
export const Gauge = /* @__PURE__ */ icon(gaugeNode)
export const GitCompareArrows = /* @__PURE__ */ icon(gitCompareArrowsNode)
export const HardDrive = /* @__PURE__ */ icon(hardDriveNode)
export const History = /* @__PURE__ */ icon(historyNode)
export const Info = /* @__PURE__ */ icon(infoNode)
export const KeyRound = /* @__PURE__ */ icon(keyRoundNode)
export const Keyboard = /* @__PURE__ */ icon(keyboardNode)
export const LayoutDashboard = /* @__PURE__ */ icon(layoutDashboardNode)
export const Link2 = /* @__PURE__ */ icon(link2Node)
export const ListChecks = /* @__PURE__ */ icon(listChecksNode)
export const LoaderCircle = /* @__PURE__ */ icon(loaderCircleNode)
export const Lock = /* @__PURE__ */ icon(lockNode)
export const LogOut = /* @__PURE__ */ icon(logOutNode)
export const MapIcon = /* @__PURE__ */ icon(mapNode)
export const MapPin = /* @__PURE__ */ icon(mapPinNode)
export const MapPinOff = /* @__PURE__ */ icon(mapPinOffNode)
export const Menu = /* @__PURE__ */ icon(menuNode)
export const Monitor = /* @__PURE__ */ icon(monitorNode)
export const Moon = /* @__PURE__ */ icon(moonNode)
export const MoveRight = /* @__PURE__ */ icon(moveRightNode)
export const PackageX = /* @__PURE__ */ icon(packageXNode)
export const Palette = /* @__PURE__ */ icon(paletteNode)
export const PanelLeft = /* @__PURE__ */ icon(panelLeftNode)
export const PanelLeftClose = /* @__PURE__ */ icon(panelLeftCloseNode)
export const PanelLeftOpen = /* @__PURE__ */ icon(panelLeftOpenNode)
export const Play = /* @__PURE__ */ icon(playNode)
export const Plug = /* @__PURE__ */ icon(plugNode)
export const Plus = /* @__PURE__ */ icon(plusNode)
export const Printer = /* @__PURE__ */ icon(printerNode)
export const Radar = /* @__PURE__ */ icon(radarNode)
export const Radio = /* @__PURE__ */ icon(radioNode)
export const RotateCw = /* @__PURE__ */ icon(rotateCwNode)
export const Rows3 = /* @__PURE__ */ icon(rows3Node)
export const Scale = /* @__PURE__ */ icon(scaleNode)
export const Scissors = /* @__PURE__ */ icon(scissorsNode)
export const Search = /* @__PURE__ */ icon(searchNode)
export const SearchX = /* @__PURE__ */ icon(searchXNode)
export const Send = /* @__PURE__ */ icon(sendNode)
export const Server = /* @__PURE__ */ icon(serverNode)
export const ShieldCheck = /* @__PURE__ */ icon(shieldCheckNode)
export const Shuffle = /* @__PURE__ */ icon(shuffleNode)
export const SlidersHorizontal = /* @__PURE__ */ icon(slidersHorizontalNode)
export const Snowflake = /* @__PURE__ */ icon(snowflakeNode)
export const Square = /* @__PURE__ */ icon(squareNode)
export const Store = /* @__PURE__ */ icon(storeNode)
export const Sun = /* @__PURE__ */ icon(sunNode)
export const Tag = /* @__PURE__ */ icon(tagNode)
export const Timer = /* @__PURE__ */ icon(timerNode)
export const Trash2 = /* @__PURE__ */ icon(trash2Node)
export const TrendingUp = /* @__PURE__ */ icon(trendingUpNode)
export const TriangleAlert = /* @__PURE__ */ icon(triangleAlertNode)
export const Trophy = /* @__PURE__ */ icon(trophyNode)
export const Unplug = /* @__PURE__ */ icon(unplugNode)
export const UserRound = /* @__PURE__ */ icon(userRoundNode)
export const UserX = /* @__PURE__ */ icon(userXNode)
export const X = /* @__PURE__ */ icon(xNode)
