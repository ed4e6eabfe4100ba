export { ShipmateChat } from "./components/chat";
